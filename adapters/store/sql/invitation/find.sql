SELECT registration, lms, name, created_at, expires_at, used_at FROM invitation WHERE digest = :digest
