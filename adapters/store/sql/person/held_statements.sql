SELECT r.registration, r.stream_id, r.seq, r.statement_id, r.template, r.audience, r.sha256, COALESCE(b.body, ''), COALESCE(b.signature, '')
FROM event e
CROSS JOIN rendering r
LEFT JOIN rendering_body b ON b.registration = r.registration AND b.stream_id = r.stream_id AND b.seq = r.seq AND b.ordinal = r.ordinal
WHERE e.person = :person AND r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq
ORDER BY r.registration, r.stream_id, r.seq, r.ordinal
