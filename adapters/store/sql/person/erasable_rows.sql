SELECT COUNT(*) FROM projection WHERE person = :person
