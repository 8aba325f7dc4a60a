SELECT value FROM one_use WHERE kind = :kind AND key = :key
