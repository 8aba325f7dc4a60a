INSERT INTO diary (id, at, code, step, registration, reason, detail, expected, received, checks)
SELECT COALESCE(MAX(id), 0) + 1, :at, :code, :step, :registration, :reason, :detail, :expected, :received, :checks
FROM diary
