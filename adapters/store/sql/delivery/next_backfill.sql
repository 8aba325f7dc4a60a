-- The part whose next row was recorded first.
SELECT p.registration, p.position, p.until_position
FROM backfill b
CROSS JOIN backfill_part p
LEFT JOIN event e ON e.registration = p.registration AND e.position = p.position + 1
WHERE b.name = :name AND b.state = 'running' AND p.name = b.name AND p.position < p.until_position
ORDER BY e.recorded_at, p.registration
LIMIT 1
