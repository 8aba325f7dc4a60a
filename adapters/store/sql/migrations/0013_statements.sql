-- The signature that a statement carries as an attachment: a compact JWS, whose SHA-256 the statement names; empty where it carries none. It lies
-- beside the statement's bytes and goes with them when the person is erased.
ALTER TABLE rendering_body ADD COLUMN signature text NOT NULL DEFAULT '';

-- The statement in whose place this rendering stands, or that it voids (template 'voided'); empty for those made with their events. A statement
-- that is named here is sent to nobody any more.
ALTER TABLE rendering ADD COLUMN supersedes text NOT NULL DEFAULT '';
CREATE INDEX rendering_supersedes ON rendering (registration, supersedes) WHERE supersedes <> '';

-- Whose statements a record store gets: 'identified', or 'pseudonymised', which name a pseudonym instead of the account.
ALTER TABLE lrs ADD COLUMN audience text NOT NULL DEFAULT 'identified';
