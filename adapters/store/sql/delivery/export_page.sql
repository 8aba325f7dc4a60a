-- CROSS JOIN keeps SQLite on the index over (registration, position), so that a page costs a page.
SELECT e.registration, e.position, r.ordinal, r.statement_id, b.body, b.signature
FROM event e
CROSS JOIN rendering r
CROSS JOIN rendering_body b
LEFT JOIN attempt a ON a.registration = e.registration AND a.id = e.stream_id
WHERE e.position IS NOT NULL
  AND (e.registration, e.position) >= (:after_registration, :after_position)
  AND (e.registration, e.position, r.ordinal) > (:after_registration, :after_position, :after_ordinal)
  AND r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq AND r.audience = 'identified'
  AND b.registration = r.registration AND b.stream_id = r.stream_id AND b.seq = r.seq AND b.ordinal = r.ordinal
  AND e.at >= :from_time AND e.at < :to_time
  AND (:unit_id = '' OR a.unit_id = :unit_id)
  AND (:context_id = '' OR a.context_id = :context_id)
  AND (:registration = '' OR e.registration = :registration)
  AND (:person = '' OR e.person = :person)
ORDER BY e.registration, e.position, r.ordinal
LIMIT :limit
