DELETE FROM admin_link WHERE expires_at <= :now
