SELECT registration, expires_at, member FROM admin_link WHERE digest = :digest AND expires_at > :now
