SELECT name, endpoint, username, password, version, source, enabled, store_id, kinds_off, units, audience FROM lrs ORDER BY name
