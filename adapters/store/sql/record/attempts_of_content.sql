SELECT registration, id, person, unit_id, language, content, context_id, resource_link_id, n, state,
  opened_at, last_at, completed_at, last_seq, stated_minutes, asked_closing, launch_json, active_ms, deployment_id
FROM attempt
WHERE content = :content AND id > :after
ORDER BY id
LIMIT :limit
