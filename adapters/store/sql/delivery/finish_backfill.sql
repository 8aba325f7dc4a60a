UPDATE backfill SET state = 'done', ended_at = :ended_at
WHERE name = :name AND state = 'running'
  AND NOT EXISTS (SELECT 1 FROM backfill_part p WHERE p.name = backfill.name AND p.position < p.until_position)
