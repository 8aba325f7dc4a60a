SELECT stream_id, seq, stream_kind, person, type, at, recorded_at, statements, body, hash
FROM event
WHERE position IS NULL AND registration = :registration AND (registration, stream_id, seq) > (:registration, :stream_id, :seq)
ORDER BY registration, stream_id, seq
LIMIT :limit
