SELECT platform, person, key_id, sealed, changed_at FROM vault_profile WHERE person = :person
