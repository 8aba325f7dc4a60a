SELECT COUNT(*) FROM destination WHERE kind = :kind AND name = :name
