UPDATE backfill SET state = :state, ended_at = :ended_at WHERE name = :name AND state = :was
