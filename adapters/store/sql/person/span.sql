SELECT MIN(at), MAX(at) FROM event WHERE person = :person
