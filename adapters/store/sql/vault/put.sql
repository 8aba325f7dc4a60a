INSERT INTO vault_profile (platform, person, key_id, sealed, changed_at) VALUES (:platform, :person, :key_id, :sealed, :changed_at)
ON CONFLICT (platform, person) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed, changed_at = excluded.changed_at
