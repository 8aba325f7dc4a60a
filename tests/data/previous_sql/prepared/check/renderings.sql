-- CROSS JOIN keeps SQLite on the index over (registration, position), so that a page costs a page.
SELECT e.position, r.ordinal, r.statement_id, r.audience, r.sha256, CASE WHEN b.body IS NULL THEN 1 ELSE 0 END, COALESCE(b.body, '')
FROM event e
CROSS JOIN rendering r
LEFT JOIN rendering_body b ON b.registration = r.registration AND b.stream_id = r.stream_id AND b.seq = r.seq AND b.ordinal = r.ordinal
WHERE e.registration = :registration AND e.position > :after AND e.position <= :through
  AND r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq
ORDER BY e.position, r.ordinal
