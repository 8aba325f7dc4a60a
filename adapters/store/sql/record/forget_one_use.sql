DELETE FROM one_use WHERE expires_at <= :now
