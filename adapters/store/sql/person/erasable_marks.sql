SELECT COUNT(*) FROM vault_mark WHERE person = :person
