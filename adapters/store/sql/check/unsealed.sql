SELECT e.stream_id, e.seq, e.stream_kind, e.person, e.type, e.at, e.recorded_at, e.statements, e.body, e.hash,
       CASE WHEN e.seq = 1 OR earlier.seq IS NOT NULL THEN 1 ELSE 0 END
FROM event e
LEFT JOIN event earlier ON earlier.registration = e.registration AND earlier.stream_id = e.stream_id AND earlier.seq = e.seq - 1
WHERE e.position IS NULL AND e.registration = :registration AND (e.registration, e.stream_id, e.seq) > (:registration, :stream_id, :seq)
ORDER BY e.registration, e.stream_id, e.seq
LIMIT :limit
