SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('schema_version')
