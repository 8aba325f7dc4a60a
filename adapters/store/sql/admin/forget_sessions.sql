DELETE FROM admin_session WHERE ends_at <= :now
