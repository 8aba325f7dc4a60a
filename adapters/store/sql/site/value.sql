SELECT value FROM site WHERE key = :key
