DELETE FROM backfill WHERE name = :name
