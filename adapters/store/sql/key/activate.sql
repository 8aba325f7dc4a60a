UPDATE signing_key SET state = 'current', activated_at = :now
WHERE registration = :registration AND kid = :kid AND state = 'next'
