SELECT COUNT(*) FROM lease WHERE name = :name AND holder = :holder AND fence = :fence
