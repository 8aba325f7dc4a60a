INSERT INTO one_use (kind, key, value, expires_at)
VALUES (:kind, :key, :value, :expires_at)
ON CONFLICT DO NOTHING
