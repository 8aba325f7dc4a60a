SELECT COUNT(*) FROM person WHERE id = :person
