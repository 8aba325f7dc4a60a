INSERT INTO vault_access (id, at, person, who, why, changed)
SELECT COALESCE(MAX(id), 0) + 1, :at, :person, :who, :why, :changed FROM vault_access
