INSERT INTO launch_watch (registration, watched_until) VALUES (:registration, :until)
ON CONFLICT (registration) DO UPDATE SET watched_until = excluded.watched_until
