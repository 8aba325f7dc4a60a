-- The registration whose next sealed row was recorded first. The outer joins fix the order of the loops, one step a registration,
-- where an inner join would let SQLite read every event.
SELECT h.registration, COALESCE(c.position, 0)
FROM destination d
CROSS JOIN seal_head h
LEFT JOIN cursor c ON c.kind = d.kind AND c.name = d.name AND c.registration = h.registration
LEFT JOIN event e ON e.registration = h.registration AND e.position = COALESCE(c.position, 0) + 1
WHERE d.kind = :kind AND d.name = :name AND h.position > COALESCE(c.position, 0)
ORDER BY e.recorded_at, h.registration
LIMIT 1
