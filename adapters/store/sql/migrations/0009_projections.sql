-- What pages look up, made of events: one table for all kinds, so that a new kind needs no migration. The person's stay deletable.
CREATE TABLE projection (
  registration text NOT NULL,
  kind text NOT NULL,
  id text NOT NULL,
  parent text NOT NULL,
  person text NOT NULL,
  state text NOT NULL,
  version bigint NOT NULL,
  updated_at bigint NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (registration, kind, id));
CREATE INDEX projection_by_kind ON projection (kind, updated_at, id);
CREATE INDEX projection_by_state ON projection (kind, state, updated_at, id);
CREATE INDEX projection_by_parent ON projection (kind, parent, updated_at, id);
CREATE INDEX projection_by_person ON projection (person, kind);

-- Folds over everybody's work on a unit, and the list of who saw a version.
CREATE INDEX attempt_by_unit ON attempt (unit_id, id);
CREATE INDEX attempt_by_content ON attempt (content, id);

-- A sign-in link may be for a member of staff, who is no administrator.
ALTER TABLE admin_link ADD COLUMN member text NOT NULL DEFAULT '';
ALTER TABLE admin_session ADD COLUMN member text NOT NULL DEFAULT '';
