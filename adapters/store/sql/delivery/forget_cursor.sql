DELETE FROM cursor WHERE kind = :kind AND name = :name
