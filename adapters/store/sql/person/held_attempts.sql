SELECT registration, id, unit_id, language, content, deployment_id, context_id, resource_link_id, n, state, opened_at, last_at, completed_at,
  stated_minutes, active_ms, launch_json
FROM attempt WHERE person = :person ORDER BY opened_at, id
