DELETE FROM projection
WHERE (registration, kind, id) IN (SELECT '0', 'roster_row', p.platform || '/' || p.subject FROM person p WHERE p.id = :person)
