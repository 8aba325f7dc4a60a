DELETE FROM vault_mark WHERE person = :person
