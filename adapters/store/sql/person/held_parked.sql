SELECT p.kind, p.name, p.registration, p.statement_id, p.code, p.reason, p.at
FROM parked p
WHERE (p.registration, p.position, p.statement_id) IN (
  SELECT e.registration, e.position, r.statement_id FROM event e CROSS JOIN rendering r
  WHERE e.person = :person AND r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq)
ORDER BY p.kind, p.name, p.registration, p.position
