-- What Dynamic Registration adds: who still waits for an administrator, what was granted, and the invitations it begins with.

ALTER TABLE registration ADD COLUMN accepted bigint NOT NULL DEFAULT 1;
ALTER TABLE registration ADD COLUMN authorization_server text NOT NULL DEFAULT '';
ALTER TABLE registration ADD COLUMN scopes text NOT NULL DEFAULT '[]';

ALTER TABLE deployment ADD COLUMN pending bigint NOT NULL DEFAULT 0;
ALTER TABLE deployment ADD COLUMN anonymous bigint NOT NULL DEFAULT 0;

-- The code itself is never stored. registration is the id that will be given, chosen with the invitation: our addresses hold it.
CREATE TABLE invitation (
  digest text NOT NULL PRIMARY KEY,
  registration text NOT NULL,
  lms text NOT NULL,
  name text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint NOT NULL);
