SELECT person, COUNT(*) FROM free_text WHERE sealed = 1 AND person > :after GROUP BY person ORDER BY person LIMIT :limit
