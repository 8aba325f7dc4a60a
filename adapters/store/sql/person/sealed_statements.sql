-- Superseded ones too: what voids them goes only where a receipt says that they arrived.
SELECT e.registration, e.stream_id, r.statement_id, r.audience
FROM event e
CROSS JOIN rendering r
WHERE e.person = :person AND e.position IS NOT NULL AND r.template <> 'voided'
  AND r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq
ORDER BY e.registration, e.stream_id, e.position, r.ordinal
