-- At most four registrations are in flight at once; unused places are empty, which no registration is.
SELECT registration, deployment_id, context_id, resource_link_id, subject, attempt, given, max, graded, earned_at, revision, state, lineitem, last_timestamp,
  reached, tries, next_at, status, reason, fix, sent_at, sent_given, sent_max
FROM score WHERE state = 'waiting' AND next_at <= :now AND registration NOT IN (:busy0, :busy1, :busy2, :busy3)
ORDER BY next_at LIMIT 1
