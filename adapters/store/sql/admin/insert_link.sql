INSERT INTO admin_link (digest, registration, expires_at, member) VALUES (:digest, :registration, :expires_at, :member)
