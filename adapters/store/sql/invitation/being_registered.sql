SELECT COUNT(*) FROM invitation WHERE registration = :registration AND used_at = 0 AND claimed_until > :now
