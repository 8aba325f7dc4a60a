SELECT f.registration, f.attempt, f.place, f.kept_at
FROM attempt a
CROSS JOIN idempotency f
WHERE a.person = :person AND f.registration = a.registration AND f.attempt = a.id
ORDER BY f.registration, f.attempt, f.kept_at, f.key
