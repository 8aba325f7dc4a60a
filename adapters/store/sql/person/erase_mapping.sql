DELETE FROM person WHERE id = :person
