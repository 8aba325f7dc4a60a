SELECT COUNT(*) FROM backfill WHERE name = :name AND state = 'running'
