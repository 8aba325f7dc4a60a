SELECT at, code, step, registration, reason, detail, expected, received, checks
FROM diary ORDER BY id DESC LIMIT :limit
