CREATE TABLE IF NOT EXISTS schema_version (
  version bigint NOT NULL PRIMARY KEY,
  applied_at bigint NOT NULL)
