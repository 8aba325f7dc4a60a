SELECT COALESCE(SUM(statements), 0) FROM receipt
WHERE kind = :kind AND name = :name AND at > :after AND at <= :until
