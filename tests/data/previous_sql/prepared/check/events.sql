SELECT e.position, e.stream_id, e.seq, e.stream_kind, e.person, e.type, e.at, e.recorded_at, e.statements, e.body, e.hash,
       COALESCE(e.seal, ''), COALESCE(e.statements_through, 0),
       CASE WHEN e.seq = 1 OR earlier.seq IS NOT NULL THEN 1 ELSE 0 END,
       CASE WHEN e.seq = 1 OR COALESCE(earlier.position, 0) < e.position THEN 1 ELSE 0 END
FROM event e
LEFT JOIN event earlier ON earlier.registration = e.registration AND earlier.stream_id = e.stream_id AND earlier.seq = e.seq - 1
WHERE e.registration = :registration AND e.position > :after AND e.position <= :through
ORDER BY e.position
LIMIT :limit
