SELECT COUNT(*)
FROM attempt a
CROSS JOIN event e
WHERE a.registration = :registration AND a.id = :attempt AND e.type = 'person_erased' AND e.person = a.person
