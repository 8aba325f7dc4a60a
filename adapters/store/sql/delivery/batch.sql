-- A rendering whose bytes were erased, and an event without one, give an empty body. The event's own text is read for what a filter
-- needs of it: which activity a credit is of.
SELECT e.position, COALESCE(r.statement_id, ''), COALESCE(b.body, ''), e.type, COALESCE(a.unit_id, ''),
       CASE WHEN e.type IN ('credit_claimed', 'credit_granted') THEN e.body ELSE '' END,
       COALESCE(b.signature, '')
FROM event e
LEFT JOIN rendering r ON r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq
  AND r.audience = 'identified'
LEFT JOIN rendering_body b ON b.registration = r.registration AND b.stream_id = r.stream_id AND b.seq = r.seq
  AND b.ordinal = r.ordinal
LEFT JOIN attempt a ON a.registration = e.registration AND a.id = e.stream_id
WHERE e.registration = :registration AND e.position > :after_position AND e.position <= :until_position
ORDER BY e.position, r.ordinal
