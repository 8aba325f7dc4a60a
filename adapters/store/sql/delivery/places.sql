SELECT registration, position FROM cursor WHERE kind = :kind AND name = :name ORDER BY registration
