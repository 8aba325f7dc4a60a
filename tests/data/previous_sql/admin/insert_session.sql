-- Adapted: today's program binds :holder too, of which 15 knew nothing.
INSERT INTO admin_session (digest, registration, begun_at, seen_at, ends_at, member)
VALUES (:digest, :registration, :begun_at, :seen_at, :ends_at, CASE WHEN :holder >= '' THEN :member END)
