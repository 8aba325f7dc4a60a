UPDATE lease SET expires_at = 0 WHERE holder = :holder
