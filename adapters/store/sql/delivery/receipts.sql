SELECT registration, from_position, through_position, statements, status, at
FROM receipt WHERE kind = :kind AND name = :name
ORDER BY at DESC, registration, from_position
LIMIT :limit
