INSERT INTO invitation (digest, registration, lms, name, created_at, expires_at, used_at)
VALUES (:digest, :registration, :lms, :name, :created_at, :expires_at, 0)
