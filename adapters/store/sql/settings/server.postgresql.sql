SELECT current_setting('server_version_num'), pg_encoding_to_char(encoding), current_setting('fsync'), COALESCE(current_schema(), '')
FROM pg_database WHERE datname = current_database()
