DELETE FROM projection WHERE person = :person
