INSERT INTO admin_session (digest, registration, begun_at, seen_at, ends_at, member, holder)
VALUES (:digest, :registration, :begun_at, :seen_at, :ends_at, :member, :holder)
