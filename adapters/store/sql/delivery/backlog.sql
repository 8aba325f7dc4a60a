SELECT COALESCE(SUM(h.statements - COALESCE(done.statements_through, 0)), 0),
       MIN(CASE WHEN h.statements > COALESCE(done.statements_through, 0) THEN waiting.recorded_at END)
FROM destination d
CROSS JOIN seal_head h
LEFT JOIN cursor c ON c.kind = d.kind AND c.name = d.name AND c.registration = h.registration
LEFT JOIN event done ON done.registration = h.registration AND done.position = COALESCE(c.position, 0)
LEFT JOIN event waiting ON waiting.registration = h.registration AND waiting.position = COALESCE(c.position, 0) + 1
WHERE d.kind = :kind AND d.name = :name
