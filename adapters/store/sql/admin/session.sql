SELECT registration, begun_at, seen_at, ends_at FROM admin_session WHERE digest = :digest
