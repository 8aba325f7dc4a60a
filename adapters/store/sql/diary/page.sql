SELECT id, at, code, step, registration, reason, detail, expected, received, checks
FROM diary WHERE id < :before ORDER BY id DESC LIMIT :limit
