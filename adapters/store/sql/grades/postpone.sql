UPDATE score SET next_at = :until WHERE registration = :registration AND state = 'waiting' AND next_at < :until
