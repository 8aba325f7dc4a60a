SELECT COUNT(*) FROM launch_watch WHERE registration = :registration AND watched_until > :at
