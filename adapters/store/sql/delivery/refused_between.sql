SELECT COUNT(*) FROM parked
WHERE kind = :kind AND name = :name AND at > :after AND at <= :until
