SELECT registration, expires_at FROM admin_link WHERE digest = :digest AND expires_at > :now
