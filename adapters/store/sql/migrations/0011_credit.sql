-- Grants of credit: they stay for ever, under the random id of their person. Nothing in them says who that is.
CREATE TABLE credit_grant (
  platform text NOT NULL,
  ccid text NOT NULL,
  person text NOT NULL,
  activity_id text NOT NULL,
  activity text NOT NULL,
  rules text NOT NULL,
  provider text NOT NULL,
  system text NOT NULL,
  hundredths bigint NOT NULL,
  profession text NOT NULL,
  boards text NOT NULL,
  credit_date text NOT NULL,
  granted_at bigint NOT NULL,
  sequence bigint NOT NULL,
  certificate text NOT NULL,
  state text NOT NULL,
  reason text NOT NULL,
  changed_at bigint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (platform, ccid));
CREATE UNIQUE INDEX credit_grant_ccid ON credit_grant (ccid);
CREATE INDEX credit_grant_certificate ON credit_grant (certificate);
CREATE INDEX credit_grant_by_date ON credit_grant (credit_date, ccid);
CREATE INDEX credit_grant_by_person ON credit_grant (person, credit_date, ccid);
CREATE INDEX credit_grant_by_activity ON credit_grant (activity_id, credit_date, ccid);
CREATE INDEX credit_grant_by_state ON credit_grant (state, credit_date, ccid);
-- The boards a grant's points go to, so that a board's report reads its own rows only.
CREATE TABLE credit_grant_board (
  board text NOT NULL,
  credit_date text NOT NULL,
  ccid text NOT NULL,
  PRIMARY KEY (board, credit_date, ccid));
CREATE INDEX credit_grant_board_ccid ON credit_grant_board (ccid);

-- Identifiers of persons, sealed under the key named; deleted with the person. Marks are keyed hashes that two profiles of one human share.
CREATE TABLE vault_profile (
  platform text NOT NULL,
  person text NOT NULL,
  key_id text NOT NULL,
  sealed text NOT NULL,
  changed_at bigint NOT NULL,
  PRIMARY KEY (platform, person));
CREATE UNIQUE INDEX vault_profile_person ON vault_profile (person);
CREATE INDEX vault_profile_key ON vault_profile (key_id, person);
CREATE INDEX vault_profile_changed ON vault_profile (changed_at, person);
CREATE TABLE vault_mark (
  platform text NOT NULL,
  person text NOT NULL,
  mark text NOT NULL,
  PRIMARY KEY (platform, person, mark));
CREATE INDEX vault_mark_by_mark ON vault_mark (mark, person);
CREATE INDEX vault_mark_by_person ON vault_mark (person);
-- Who looked at whose identifiers, and why. No identifier is in it.
CREATE TABLE vault_access (
  id bigint NOT NULL PRIMARY KEY,
  at bigint NOT NULL,
  person text NOT NULL,
  who text NOT NULL,
  why text NOT NULL,
  changed bigint NOT NULL);
CREATE INDEX vault_access_by_person ON vault_access (person, id);
