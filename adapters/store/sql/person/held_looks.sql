SELECT at, who, why, changed FROM vault_access WHERE person = :person ORDER BY id
