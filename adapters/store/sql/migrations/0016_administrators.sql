-- Whom a sign-in link of an administrator was made for: the id of a projection of kind "administrator", which holds the name; empty where nobody was named.
ALTER TABLE admin_link ADD COLUMN holder text NOT NULL DEFAULT '';
ALTER TABLE admin_session ADD COLUMN holder text NOT NULL DEFAULT '';
