INSERT INTO admin_link (digest, registration, expires_at, member, holder) VALUES (:digest, :registration, :expires_at, :member, :holder)
