-- Times are Unix milliseconds, JSON and hashes are text, flags are 0 or 1. Both engines read this file.

CREATE TABLE site (
  key text NOT NULL PRIMARY KEY,
  value text NOT NULL);

CREATE TABLE lease (
  name text NOT NULL PRIMARY KEY,
  holder text NOT NULL,
  fence bigint NOT NULL,
  expires_at bigint NOT NULL);

CREATE TABLE platform (
  id text NOT NULL PRIMARY KEY,
  issuer text NOT NULL,
  jwks_uri text NOT NULL,
  UNIQUE (issuer, jwks_uri));

CREATE TABLE registration (
  id text NOT NULL PRIMARY KEY,
  platform text NOT NULL REFERENCES platform (id),
  name text NOT NULL,
  lms text NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  authorization_endpoint text NOT NULL,
  token_endpoint text NOT NULL,
  jwks_uri text NOT NULL,
  actor_home_page text NOT NULL,
  frame_ancestors text NOT NULL,
  source text NOT NULL,
  enabled bigint NOT NULL,
  UNIQUE (issuer, client_id));

CREATE TABLE deployment (
  registration text NOT NULL REFERENCES registration (id),
  ordinal bigint NOT NULL,
  deployment_id text NOT NULL,
  PRIMARY KEY (registration, ordinal));

-- Deletable: who is behind a random person id.
CREATE TABLE person (
  platform text NOT NULL,
  subject text NOT NULL,
  id text NOT NULL,
  PRIMARY KEY (platform, subject));
CREATE INDEX person_by_id ON person (id);

CREATE TABLE content_version (
  hash text NOT NULL PRIMARY KEY,
  kind text NOT NULL,
  id text NOT NULL,
  language text NOT NULL,
  json text NOT NULL,
  title text NOT NULL,
  source text NOT NULL,
  published_at bigint NOT NULL,
  withdrawn bigint NOT NULL);
CREATE INDEX content_version_by_id ON content_version (kind, id);

CREATE TABLE content_current (
  kind text NOT NULL,
  id text NOT NULL,
  language text NOT NULL,
  hash text NOT NULL REFERENCES content_version (hash),
  source text NOT NULL,
  removed bigint NOT NULL,
  PRIMARY KEY (kind, id, language));

CREATE TABLE attempt (
  registration text NOT NULL,
  id text NOT NULL,
  person text NOT NULL,
  unit_id text NOT NULL,
  language text NOT NULL,
  content text NOT NULL,
  context_id text NOT NULL,
  resource_link_id text NOT NULL,
  n bigint NOT NULL,
  state text NOT NULL,
  opened_at bigint NOT NULL,
  last_at bigint NOT NULL,
  completed_at bigint NOT NULL,
  last_seq bigint NOT NULL,
  stated_minutes bigint NOT NULL,
  asked_closing bigint NOT NULL,
  launch_json text NOT NULL,
  active_ms bigint NOT NULL,
  PRIMARY KEY (registration, id));
-- An attempt is (person, unit, context, resource link, n): two launches at one moment cannot both open the n-th.
CREATE UNIQUE INDEX attempt_identity ON attempt (registration, person, unit_id, context_id, resource_link_id, n);
CREATE INDEX attempt_by_person ON attempt (person);
CREATE INDEX attempt_idle ON attempt (last_at) WHERE state = 'open';

-- Append only. position, seal and statements_through are empty until the sealer comes by.
-- statements: how many renderings go to record stores; statements_through: the sum up to here within the registration.
CREATE TABLE event (
  registration text NOT NULL,
  stream_id text NOT NULL,
  seq bigint NOT NULL,
  stream_kind text NOT NULL,
  person text NOT NULL,
  type text NOT NULL,
  at bigint NOT NULL,
  recorded_at bigint NOT NULL,
  statements bigint NOT NULL,
  body text NOT NULL,
  hash text NOT NULL,
  position bigint,
  seal text,
  statements_through bigint,
  PRIMARY KEY (registration, stream_id, seq));
CREATE UNIQUE INDEX event_position ON event (registration, position) WHERE position IS NOT NULL;
CREATE INDEX event_unsealed ON event (registration, stream_id, seq) WHERE position IS NULL;

-- Stays after an erasure: the seal covers sha256.
CREATE TABLE rendering (
  registration text NOT NULL,
  stream_id text NOT NULL,
  seq bigint NOT NULL,
  ordinal bigint NOT NULL,
  statement_id text NOT NULL,
  template text NOT NULL,
  version bigint NOT NULL,
  audience text NOT NULL,
  sha256 text NOT NULL,
  PRIMARY KEY (registration, stream_id, seq, ordinal),
  UNIQUE (registration, statement_id));

-- Deletable: the statement's bytes.
CREATE TABLE rendering_body (
  registration text NOT NULL,
  stream_id text NOT NULL,
  seq bigint NOT NULL,
  ordinal bigint NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (registration, stream_id, seq, ordinal));

-- Deletable: what a learner typed, with its salt.
CREATE TABLE free_text (
  registration text NOT NULL,
  stream_id text NOT NULL,
  seq bigint NOT NULL,
  field text NOT NULL,
  person text NOT NULL,
  salt text NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (registration, stream_id, seq, field));

CREATE TABLE one_use (
  kind text NOT NULL,
  key text NOT NULL,
  value text NOT NULL,
  expires_at bigint NOT NULL,
  PRIMARY KEY (kind, key));
CREATE INDEX one_use_expiry ON one_use (expires_at);

CREATE TABLE idempotency (
  registration text NOT NULL,
  attempt text NOT NULL,
  key text NOT NULL,
  place text NOT NULL,
  kept_at bigint NOT NULL,
  PRIMARY KEY (registration, attempt, key));
CREATE INDEX idempotency_age ON idempotency (kept_at);

CREATE TABLE draft (
  registration text NOT NULL,
  attempt text NOT NULL,
  page bigint NOT NULL,
  sequence bigint NOT NULL,
  form text NOT NULL,
  kept_at bigint NOT NULL,
  PRIMARY KEY (registration, attempt, page));
CREATE INDEX draft_by_attempt ON draft (attempt);
CREATE INDEX draft_age ON draft (kept_at);

CREATE TABLE seal_head (
  registration text NOT NULL PRIMARY KEY,
  position bigint NOT NULL,
  seal text NOT NULL,
  statements bigint NOT NULL);

CREATE TABLE lrs (
  name text NOT NULL PRIMARY KEY,
  endpoint text NOT NULL,
  username text NOT NULL,
  password text NOT NULL,
  version text NOT NULL,
  source text NOT NULL,
  enabled bigint NOT NULL,
  store_id text NOT NULL);

CREATE TABLE destination (
  kind text NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (kind, name));

CREATE TABLE cursor (
  kind text NOT NULL,
  name text NOT NULL,
  registration text NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (kind, name, registration));

CREATE TABLE parked (
  kind text NOT NULL,
  name text NOT NULL,
  registration text NOT NULL,
  position bigint NOT NULL,
  statement_id text NOT NULL,
  code text NOT NULL,
  reason text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (kind, name, registration, statement_id));

CREATE TABLE receipt (
  kind text NOT NULL,
  name text NOT NULL,
  registration text NOT NULL,
  from_position bigint NOT NULL,
  through_position bigint NOT NULL,
  statements bigint NOT NULL,
  status bigint NOT NULL,
  at bigint NOT NULL);
CREATE INDEX receipt_by_time ON receipt (kind, name, at);

CREATE TABLE diary (
  id bigint NOT NULL PRIMARY KEY,
  at bigint NOT NULL,
  code text NOT NULL,
  step text NOT NULL,
  registration text NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  expected text NOT NULL,
  received text NOT NULL,
  checks text NOT NULL);
