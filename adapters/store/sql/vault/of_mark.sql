SELECT person FROM vault_mark WHERE mark = :mark ORDER BY person
