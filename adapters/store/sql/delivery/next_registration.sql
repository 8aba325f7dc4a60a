-- The registration whose next sealed row was recorded first.
SELECT h.registration, COALESCE(c.position, 0)
FROM destination d
CROSS JOIN seal_head h
LEFT JOIN cursor c ON c.kind = d.kind AND c.name = d.name AND c.registration = h.registration
JOIN event e ON e.registration = h.registration AND e.position = COALESCE(c.position, 0) + 1
WHERE d.kind = :kind AND d.name = :name
ORDER BY e.recorded_at, h.registration
LIMIT 1
