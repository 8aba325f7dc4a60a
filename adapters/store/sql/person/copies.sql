SELECT id, kind, file, made_at, from_time, to_time
FROM copy_made
WHERE made_at >= :first AND from_time <= :last AND to_time > :first
ORDER BY made_at, id
