-- A rendering whose bytes were erased, and an event without one, give an empty body.
SELECT e.position, COALESCE(r.statement_id, ''), COALESCE(b.body, '')
FROM event e
LEFT JOIN rendering r ON r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq
  AND r.audience = 'identified'
LEFT JOIN rendering_body b ON b.registration = r.registration AND b.stream_id = r.stream_id AND b.seq = r.seq
  AND b.ordinal = r.ordinal
WHERE e.registration = :registration AND e.position > :after_position AND e.position <= :until_position
ORDER BY e.position, r.ordinal
