SELECT watched_until FROM launch_watch WHERE registration = :registration
