SELECT registration, id, person, unit_id, language, content, context_id, resource_link_id, n, state,
  opened_at, last_at, completed_at, last_seq, stated_minutes, asked_closing, launch_json, active_ms, deployment_id
FROM attempt
WHERE state = 'open' AND last_at < :before
ORDER BY last_at, registration, id
LIMIT :limit
