SELECT e.registration, e.stream_id, r.statement_id
FROM event e
CROSS JOIN rendering r
WHERE e.person = :person AND e.position IS NOT NULL AND r.template NOT IN ('voided', 'taken_back')
  AND r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq AND r.audience = 'identified'
ORDER BY e.registration, e.stream_id, e.position, r.ordinal
