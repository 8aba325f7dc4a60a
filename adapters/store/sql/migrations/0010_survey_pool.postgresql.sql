-- Anonymous answers. No time beside an answer; the month a pool began is kept once for the pool.
CREATE TABLE survey_pool (
  id text NOT NULL PRIMARY KEY,
  form_hash text NOT NULL,
  unit_hash text NOT NULL,
  stage text NOT NULL,
  answers text NOT NULL);
CREATE TABLE survey_pool_group (
  form_hash text NOT NULL,
  unit_hash text NOT NULL,
  since bigint NOT NULL,
  PRIMARY KEY (form_hash, unit_hash));
-- Digests of tokens that were used; nothing says by whom, or for which answer.
CREATE TABLE survey_token (
  digest text NOT NULL PRIMARY KEY,
  kept_until bigint NOT NULL);
CREATE INDEX event_survey ON event (stream_id) WHERE type = 'survey_submitted';
