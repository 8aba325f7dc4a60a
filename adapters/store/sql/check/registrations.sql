-- Each registration with the end of its chain and its last sealed row, at one moment. Loose: one look-up a registration.
WITH RECURSIVE known (registration) AS (
  SELECT MIN(registration) FROM event
  UNION ALL
  SELECT (SELECT MIN(e.registration) FROM event e WHERE e.registration > known.registration) FROM known WHERE known.registration IS NOT NULL),
everyone (registration) AS (
  SELECT registration FROM known WHERE registration IS NOT NULL
  UNION
  SELECT registration FROM seal_head)
SELECT n.registration, COALESCE(h.position, 0), COALESCE(h.seal, ''), COALESCE(h.statements, 0),
       COALESCE((SELECT MAX(e.position) FROM event e WHERE e.registration = n.registration AND e.position IS NOT NULL), 0)
FROM everyone n
LEFT JOIN seal_head h ON h.registration = n.registration
ORDER BY n.registration
