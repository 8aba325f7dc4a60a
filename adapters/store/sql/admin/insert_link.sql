INSERT INTO admin_link (digest, registration, expires_at) VALUES (:digest, :registration, :expires_at)
