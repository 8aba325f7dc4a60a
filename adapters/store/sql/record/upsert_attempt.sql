INSERT INTO attempt (registration, id, person, unit_id, language, content, context_id, resource_link_id, n, state,
  opened_at, last_at, completed_at, last_seq, stated_minutes, asked_closing, launch_json, active_ms, deployment_id)
VALUES (:registration, :id, :person, :unit_id, :language, :content, :context_id, :resource_link_id, :n, :state,
  :opened_at, :last_at, :completed_at, :last_seq, :stated_minutes, :asked_closing, :launch_json, :active_ms, :deployment_id)
ON CONFLICT (registration, id) DO UPDATE SET
  person = excluded.person, unit_id = excluded.unit_id, language = excluded.language, content = excluded.content,
  context_id = excluded.context_id, resource_link_id = excluded.resource_link_id, n = excluded.n,
  state = excluded.state, opened_at = excluded.opened_at, last_at = excluded.last_at,
  completed_at = excluded.completed_at, last_seq = excluded.last_seq, stated_minutes = excluded.stated_minutes,
  asked_closing = excluded.asked_closing, launch_json = excluded.launch_json, active_ms = excluded.active_ms,
  deployment_id = excluded.deployment_id
