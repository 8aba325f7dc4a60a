-- What launches told of a link: the platform's newest. Written when it differs.
CREATE TABLE link (
  registration text NOT NULL,
  deployment_id text NOT NULL,
  context_id text NOT NULL,
  resource_link_id text NOT NULL,
  unit_id text NOT NULL,
  context_title text NOT NULL,
  link_title text NOT NULL,
  lineitem text NOT NULL,
  lineitems text NOT NULL,
  memberships text NOT NULL,
  scopes text NOT NULL,
  grade text NOT NULL,
  PRIMARY KEY (registration, deployment_id, context_id, resource_link_id));

-- One row for each learner on one link: the best grade so far and how far it got. Deletable: the subject is the platform's own.
CREATE TABLE score (
  registration text NOT NULL,
  deployment_id text NOT NULL,
  context_id text NOT NULL,
  resource_link_id text NOT NULL,
  subject text NOT NULL,
  attempt text NOT NULL,
  given bigint NOT NULL,
  max bigint NOT NULL,
  graded bigint NOT NULL,
  earned_at bigint NOT NULL,
  revision bigint NOT NULL,
  state text NOT NULL,
  lineitem text NOT NULL,
  last_timestamp bigint NOT NULL,
  reached bigint NOT NULL,
  tries bigint NOT NULL,
  next_at bigint NOT NULL,
  status bigint NOT NULL,
  reason text NOT NULL,
  fix text NOT NULL,
  sent_at bigint NOT NULL,
  sent_given bigint NOT NULL,
  sent_max bigint NOT NULL,
  PRIMARY KEY (registration, deployment_id, context_id, resource_link_id, subject));
CREATE INDEX score_due ON score (next_at) WHERE state = 'waiting';
CREATE INDEX score_column ON score (registration, lineitem, subject);
CREATE INDEX score_by_state ON score (registration, state);
