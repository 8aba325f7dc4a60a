-- Statements that take others back name nobody, and may be on their way still.
SELECT COUNT(*) FROM rendering_body
WHERE (registration, stream_id, seq, ordinal) IN (
  SELECT r.registration, r.stream_id, r.seq, r.ordinal FROM event e CROSS JOIN rendering r
  WHERE e.person = :person AND r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq AND r.template <> 'voided')
