SELECT registration, id, person, unit_id, language, content, context_id, resource_link_id, n, state,
  opened_at, last_at, completed_at, last_seq, stated_minutes, asked_closing, launch_json, active_ms, deployment_id
FROM attempt
WHERE registration = :registration AND deployment_id = :deployment_id AND context_id = :context_id
  AND resource_link_id = :resource_link_id AND person = :person AND unit_id = :unit_id
ORDER BY n DESC
LIMIT 1
