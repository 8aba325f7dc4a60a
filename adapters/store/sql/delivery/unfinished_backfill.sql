SELECT from_time FROM backfill WHERE name = :name AND state IN ('running', 'paused')
