SELECT COUNT(*) FROM event WHERE type = 'person_erased' AND person = :person
