UPDATE backfill_part SET position = :position WHERE name = :name AND registration = :registration
