SELECT key_id, COUNT(*) FROM vault_profile WHERE key_id > '' GROUP BY key_id ORDER BY key_id
