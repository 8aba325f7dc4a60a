DELETE FROM parked WHERE kind = :kind AND name = :name
