SELECT registration, MIN(position) FROM event
WHERE position IS NOT NULL AND at >= :from_time
GROUP BY registration
