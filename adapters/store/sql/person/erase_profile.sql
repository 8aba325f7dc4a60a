DELETE FROM vault_profile WHERE person = :person
