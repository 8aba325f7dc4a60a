UPDATE score SET state = 'waiting', tries = 0, next_at = :now
WHERE registration = :registration AND state IN ('waiting', 'refused', 'held')
