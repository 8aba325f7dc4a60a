SELECT COUNT(*) FROM vault_profile WHERE person = :person
