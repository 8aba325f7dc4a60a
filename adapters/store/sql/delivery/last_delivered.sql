SELECT MAX(at) FROM receipt WHERE kind = :kind AND name = :name
