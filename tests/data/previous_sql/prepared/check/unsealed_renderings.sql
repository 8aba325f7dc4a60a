SELECT r.ordinal, r.statement_id, r.audience, r.sha256, CASE WHEN b.body IS NULL THEN 1 ELSE 0 END, COALESCE(b.body, '')
FROM rendering r
LEFT JOIN rendering_body b ON b.registration = r.registration AND b.stream_id = r.stream_id AND b.seq = r.seq AND b.ordinal = r.ordinal
WHERE r.registration = :registration AND r.stream_id = :stream_id AND r.seq = :seq
ORDER BY r.ordinal
