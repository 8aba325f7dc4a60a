DELETE FROM receipt WHERE kind = :kind AND name = :name
