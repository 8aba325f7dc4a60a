SELECT COUNT(*) FROM event
WHERE registration = :registration AND stream_id = :stream_id AND seq = :seq AND position IS NOT NULL
