INSERT INTO backfill (name, state, from_time, started_at, ended_at) VALUES (:name, 'running', :from_time, :started_at, 0)
ON CONFLICT (name) DO UPDATE SET state = 'running', from_time = excluded.from_time, started_at = excluded.started_at, ended_at = 0
