SELECT id, at, code, step, registration, reason, detail, expected, received, checks
FROM diary WHERE registration = :registration AND id < :before ORDER BY id DESC LIMIT :limit
