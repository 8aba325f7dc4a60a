SELECT field, person, salt, text, sealed FROM free_text
WHERE registration = :registration AND stream_id = :stream_id AND seq = :seq
ORDER BY field
