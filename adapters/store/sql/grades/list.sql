SELECT registration, deployment_id, context_id, resource_link_id, subject, attempt, given, max, graded, earned_at, revision, state, lineitem, last_timestamp,
  reached, tries, next_at, status, reason, fix, sent_at, sent_given, sent_max
FROM score WHERE registration = :registration
  AND state IN (:state0, :state1, :state2, :state3, :state4)
ORDER BY earned_at DESC, deployment_id, context_id, resource_link_id, subject
LIMIT :limit
