-- Adapted: today's program binds :holder too, of which 15 knew nothing.
INSERT INTO admin_link (digest, registration, expires_at, member) VALUES (:digest, :registration, :expires_at, CASE WHEN :holder >= '' THEN :member END)
