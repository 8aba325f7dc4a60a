-- The signature that a statement carries as an attachment: a compact JWS, whose SHA-256 the statement names; empty where it carries none. It lies
-- beside the statement's bytes and goes with them when the person is erased.
ALTER TABLE rendering_body ADD COLUMN signature text NOT NULL DEFAULT '';
