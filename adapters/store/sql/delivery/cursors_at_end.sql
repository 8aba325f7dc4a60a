INSERT INTO cursor (kind, name, registration, position)
SELECT d.kind, d.name, h.registration, h.position
FROM destination d CROSS JOIN seal_head h
WHERE d.kind = :kind AND d.name = :name
