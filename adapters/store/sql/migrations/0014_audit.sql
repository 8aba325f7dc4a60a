-- Who of the staff and administrators saw or changed what (core/ports/audit_log.hpp). Rows are only added, and deleted after retention.
CREATE TABLE audit_log (
  id bigint NOT NULL PRIMARY KEY,
  at bigint NOT NULL,
  area text NOT NULL,
  who text NOT NULL,
  kind text NOT NULL,
  act text NOT NULL,
  subject text NOT NULL,
  request text NOT NULL);
CREATE INDEX audit_log_by_at ON audit_log (at);
CREATE INDEX vault_access_by_at ON vault_access (at);
