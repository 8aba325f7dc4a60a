SELECT body FROM event WHERE registration = :registration AND stream_id = :stream_id ORDER BY seq
