-- One attempt at a time uses an invitation: claim is the attempt's own name, or empty; it ends by itself at claimed_until.
ALTER TABLE invitation ADD COLUMN claim text NOT NULL DEFAULT '';
ALTER TABLE invitation ADD COLUMN claimed_until bigint NOT NULL DEFAULT 0;
CREATE INDEX invitation_by_registration ON invitation (registration);

-- A registration's key exists before it does: an LMS may fetch our key set while it is still registering us. The table is made anew without its
-- reference to registration, which is the one way both engines know.
CREATE TABLE signing_key_new (
  kid text NOT NULL PRIMARY KEY,
  registration text NOT NULL,
  state text NOT NULL,
  sealed text NOT NULL,
  public_jwk text NOT NULL,
  created_at bigint NOT NULL,
  activated_at bigint,
  retired_at bigint,
  published_until bigint);
INSERT INTO signing_key_new (kid, registration, state, sealed, public_jwk, created_at, activated_at, retired_at, published_until)
SELECT kid, registration, state, sealed, public_jwk, created_at, activated_at, retired_at, published_until FROM signing_key;
DROP TABLE signing_key;
ALTER TABLE signing_key_new RENAME TO signing_key;
-- One key signs and one waits, whoever writes at once.
CREATE UNIQUE INDEX signing_key_one ON signing_key (registration, state) WHERE state <> 'retired';
CREATE INDEX signing_key_by_registration ON signing_key (registration, created_at);
