SELECT COUNT(*) FROM parked
WHERE (registration, position, statement_id) IN (
  SELECT e.registration, e.position, r.statement_id FROM event e CROSS JOIN rendering r
  WHERE e.person = :person AND r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq AND r.template <> 'voided')
