SELECT seq, person, field, salt, text FROM free_text
WHERE registration = :registration AND stream_id = :stream_id
ORDER BY seq, field
