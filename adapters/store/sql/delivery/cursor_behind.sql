-- Not behind the end: in a store that was restored from a backup what comes next would be passed over.
INSERT INTO cursor (kind, name, registration, position)
SELECT d.kind, d.name, h.registration, h.position
FROM destination d CROSS JOIN seal_head h
WHERE d.kind = :kind AND d.name = :name AND h.registration = :registration AND h.position <= :position
UNION ALL
SELECT d.kind, d.name, h.registration, :position
FROM destination d CROSS JOIN seal_head h
WHERE d.kind = :kind AND d.name = :name AND h.registration = :registration AND h.position > :position
