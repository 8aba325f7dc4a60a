-- Our signing keys. sealed: the private half, readable with the vault's key only; empty once the key is retired. Rows stay, so that no kid
-- is given twice.
CREATE TABLE signing_key (
  kid text NOT NULL PRIMARY KEY,
  registration text NOT NULL REFERENCES registration (id),
  state text NOT NULL,
  sealed text NOT NULL,
  public_jwk text NOT NULL,
  created_at bigint NOT NULL,
  activated_at bigint,
  retired_at bigint,
  published_until bigint);
-- One key signs and one waits, whoever writes at once.
CREATE UNIQUE INDEX signing_key_one ON signing_key (registration, state) WHERE state <> 'retired';
CREATE INDEX signing_key_by_registration ON signing_key (registration, created_at);
