SELECT registration, begun_at, seen_at, ends_at, member FROM admin_session WHERE digest = :digest
