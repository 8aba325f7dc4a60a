SELECT at, person, who, why, changed FROM vault_access WHERE id > 0 ORDER BY id DESC LIMIT :limit
