-- Statements in force, that is neither superseded nor voiding, with their events. CROSS JOIN as in export_page.sql.
SELECT e.registration, e.position, r.ordinal, r.statement_id, r.template, r.version, b.body, b.signature, e.body
FROM event e
CROSS JOIN rendering r
CROSS JOIN rendering_body b
WHERE e.position IS NOT NULL
  AND (e.registration, e.position) >= (:after_registration, :after_position)
  AND (e.registration, e.position, r.ordinal) > (:after_registration, :after_position, :after_ordinal)
  AND r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq AND r.audience = 'identified' AND r.template <> 'voided'
  AND NOT EXISTS (SELECT 1 FROM rendering n WHERE n.registration = r.registration AND n.supersedes = r.statement_id AND n.supersedes <> '')
  AND b.registration = r.registration AND b.stream_id = r.stream_id AND b.seq = r.seq AND b.ordinal = r.ordinal
  AND e.at >= :from_time AND e.at < :to_time
  AND (:registration = '' OR e.registration = :registration)
  AND (:template = '' OR r.template = :template)
ORDER BY e.registration, e.position, r.ordinal
LIMIT :limit
