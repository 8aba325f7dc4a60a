-- What a record store gets: kinds of statements that are switched off, and the units and activities it is limited to (',' between; empty: all).
ALTER TABLE lrs ADD COLUMN kinds_off text NOT NULL DEFAULT 'burden,root-cause';
ALTER TABLE lrs ADD COLUMN units text NOT NULL DEFAULT '';

-- 1: staff asked that the same bytes be sent again.
ALTER TABLE parked ADD COLUMN again bigint NOT NULL DEFAULT 0;

-- What was recorded before a record store was connected, on its way beside what is new. `name` is the destination's.
CREATE TABLE backfill (
  name text NOT NULL PRIMARY KEY,
  state text NOT NULL,
  from_time bigint NOT NULL,
  started_at bigint NOT NULL,
  ended_at bigint NOT NULL);

-- Its cursor: positions after first_position through until_position are sent, those through `position` are settled.
CREATE TABLE backfill_part (
  name text NOT NULL,
  registration text NOT NULL,
  first_position bigint NOT NULL,
  position bigint NOT NULL,
  until_position bigint NOT NULL,
  PRIMARY KEY (name, registration));
