SELECT COUNT(*) FROM parked WHERE kind = :kind AND name = :name
