SELECT registration, expires_at, member, holder FROM admin_link WHERE digest = :digest AND expires_at > :now
