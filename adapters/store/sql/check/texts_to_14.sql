-- For copies up to schema 14, where all words lie plain.
SELECT field, person, salt, text, 0 FROM free_text
WHERE registration = :registration AND stream_id = :stream_id AND seq = :seq
ORDER BY field
