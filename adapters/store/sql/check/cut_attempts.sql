-- An attempt's row is written with its events: one that counts more of them than there are has lost its last. A registration whose whole chain is gone is told by what was sent of it.
SELECT a.registration, a.id, a.last_seq
FROM attempt a
LEFT JOIN event e ON e.registration = a.registration AND e.stream_id = a.id AND e.seq = a.last_seq
WHERE a.last_seq > 0 AND e.seq IS NULL AND EXISTS (SELECT 1 FROM seal_head h WHERE h.registration = a.registration)
  AND (a.registration, a.id) > (:registration, :id)
ORDER BY a.registration, a.id
LIMIT :limit
