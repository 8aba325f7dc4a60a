SELECT position FROM cursor WHERE kind = :kind AND name = :name AND registration = :registration
