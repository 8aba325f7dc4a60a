DELETE FROM launch_watch WHERE watched_until <= :now
