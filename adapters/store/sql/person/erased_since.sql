SELECT person, MIN(at) FROM event WHERE type = 'person_erased' AND person > '' AND at >= :since GROUP BY person ORDER BY MIN(at), person
