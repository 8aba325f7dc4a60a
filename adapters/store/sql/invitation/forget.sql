DELETE FROM invitation WHERE expires_at < :before
