SELECT e.position, e.hash, e.seal, e.body,
       CASE WHEN e.at >= :from_time AND e.at < :to_time
             AND (:unit_id = '' OR a.unit_id = :unit_id)
             AND (:context_id = '' OR a.context_id = :context_id) THEN 1 ELSE 0 END
FROM event e
LEFT JOIN attempt a ON a.registration = e.registration AND a.id = e.stream_id
WHERE e.registration = :registration AND e.position > :after AND e.position <= :through
ORDER BY e.position
LIMIT :limit
