UPDATE score SET attempt = :attempt, given = :given, max = :max, graded = :graded, earned_at = :earned_at, revision = revision + 1,
  state = 'waiting', tries = 0, next_at = :earned_at
WHERE registration = :registration AND deployment_id = :deployment_id AND context_id = :context_id AND resource_link_id = :resource_link_id AND subject = :subject
