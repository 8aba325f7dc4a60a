SELECT COUNT(*) FROM invitation WHERE digest = :digest AND used_at = 0 AND expires_at > :now
