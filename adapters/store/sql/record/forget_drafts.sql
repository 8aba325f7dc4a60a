DELETE FROM draft WHERE kept_at < :before
