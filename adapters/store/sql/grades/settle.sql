UPDATE score SET state = :state, status = :status, reason = :reason, fix = :fix, next_at = :next_at, reached = :reached
WHERE registration = :registration AND deployment_id = :deployment_id AND context_id = :context_id AND resource_link_id = :resource_link_id AND subject = :subject
  AND revision = :revision
