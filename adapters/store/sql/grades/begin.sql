UPDATE score SET lineitem = :lineitem, last_timestamp = :last_timestamp, reached = :reached, tries = tries + 1, next_at = :not_before
WHERE registration = :registration AND deployment_id = :deployment_id AND context_id = :context_id AND resource_link_id = :resource_link_id AND subject = :subject
  AND revision = :revision AND state = 'waiting'
