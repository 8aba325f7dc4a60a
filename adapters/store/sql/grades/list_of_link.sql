SELECT registration, deployment_id, context_id, resource_link_id, subject, attempt, given, max, graded, earned_at, revision, state, lineitem, last_timestamp,
  reached, tries, next_at, status, reason, fix, sent_at, sent_given, sent_max
FROM score
WHERE registration = :registration AND deployment_id = :deployment_id AND context_id = :context_id AND resource_link_id = :resource_link_id
  AND state IN (:state0, :state1, :state2, :state3, :state4)
ORDER BY earned_at DESC, subject
LIMIT :limit
