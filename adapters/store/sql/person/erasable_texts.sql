SELECT COUNT(*) FROM free_text WHERE person = :person
