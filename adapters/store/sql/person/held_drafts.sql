SELECT d.registration, d.attempt, d.page, d.form, d.kept_at
FROM attempt a
CROSS JOIN draft d
WHERE a.person = :person AND d.registration = a.registration AND d.attempt = a.id
ORDER BY d.registration, d.attempt, d.page
