DELETE FROM backfill_part WHERE name = :name
