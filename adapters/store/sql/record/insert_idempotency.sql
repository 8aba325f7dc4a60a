INSERT INTO idempotency (registration, attempt, key, place, kept_at)
VALUES (:registration, :attempt, :key, :place, :kept_at)
ON CONFLICT DO NOTHING
