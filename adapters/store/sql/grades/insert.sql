INSERT INTO score (registration, deployment_id, context_id, resource_link_id, subject, attempt, given, max, graded, earned_at, revision, state, lineitem,
  last_timestamp, reached, tries, next_at, status, reason, fix, sent_at, sent_given, sent_max)
VALUES (:registration, :deployment_id, :context_id, :resource_link_id, :subject, :attempt, :given, :max, :graded, :earned_at, 1, 'waiting', '',
  0, 0, 0, :earned_at, 0, '', '', 0, 0, 0)
