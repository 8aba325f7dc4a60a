SELECT registration, stream_id, seq, hash, statements
FROM event
WHERE position IS NULL AND (registration, stream_id, seq) > (:registration, :stream_id, :seq)
ORDER BY registration, stream_id, seq
LIMIT :limit
