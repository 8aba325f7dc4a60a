SELECT name, endpoint, username, password, version, source, enabled, store_id FROM lrs ORDER BY name
