SELECT COUNT(*) FROM signing_key WHERE registration = :registration AND kid = :kid AND state = 'next'
