-- Deletable: rows that have run out mean nothing any more. Digests only.
CREATE TABLE admin_link (
  digest text NOT NULL PRIMARY KEY,
  registration text NOT NULL,
  expires_at bigint NOT NULL);

CREATE TABLE admin_session (
  digest text NOT NULL PRIMARY KEY,
  registration text NOT NULL,
  begun_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  ends_at bigint NOT NULL);

-- The diary is read by the code a learner saw and by registration.
CREATE INDEX diary_by_code ON diary (code, id);
CREATE INDEX diary_by_registration ON diary (registration, id);
