SELECT MIN(e.position), MAX(e.position)
FROM event e
LEFT JOIN attempt a ON a.registration = e.registration AND a.id = e.stream_id
WHERE e.registration = :registration AND e.position >= 1 AND e.position <= :through
  AND e.at >= :from_time AND e.at < :to_time
  AND (:unit_id = '' OR a.unit_id = :unit_id)
  AND (:context_id = '' OR a.context_id = :context_id)
  AND EXISTS (SELECT 1 FROM rendering r
              WHERE r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq AND r.audience = 'identified')
