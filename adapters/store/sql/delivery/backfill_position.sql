SELECT position FROM backfill_part WHERE name = :name AND registration = :registration
