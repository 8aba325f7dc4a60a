DELETE FROM free_text WHERE person = :person
