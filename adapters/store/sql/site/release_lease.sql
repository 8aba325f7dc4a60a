UPDATE lease SET holder = '', expires_at = 0 WHERE name = :name AND holder = :holder AND fence = :fence
