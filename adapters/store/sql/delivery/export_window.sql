-- CROSS JOIN keeps SQLite on the index over (registration, position), so that a window costs a window.
SELECT e.position, r.ordinal, e.type, e.person, CASE WHEN b.body IS NULL THEN 1 ELSE 0 END, COALESCE(b.body, '')
FROM event e
CROSS JOIN rendering r
LEFT JOIN rendering_body b ON b.registration = r.registration AND b.stream_id = r.stream_id AND b.seq = r.seq AND b.ordinal = r.ordinal
LEFT JOIN attempt a ON a.registration = e.registration AND a.id = e.stream_id
WHERE e.registration = :registration
  AND e.position >= :after_position AND e.position <= :through
  AND (e.position, r.ordinal) > (:after_position, :after_ordinal)
  AND r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq AND r.audience = 'identified'
  AND e.at >= :from_time AND e.at < :to_time
  AND (:unit_id = '' OR a.unit_id = :unit_id)
  AND (:context_id = '' OR a.context_id = :context_id)
  AND (:only_registration = '' OR e.registration = :only_registration)
  AND (:person = '' OR e.person = :person)
ORDER BY e.position, r.ordinal
LIMIT :limit
