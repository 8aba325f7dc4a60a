UPDATE score SET state = 'waiting', tries = 0, next_at = :now
WHERE registration = :registration AND deployment_id = :deployment_id AND context_id = :context_id AND resource_link_id = :resource_link_id
  AND state IN ('waiting', 'refused', 'held', 'sent')
