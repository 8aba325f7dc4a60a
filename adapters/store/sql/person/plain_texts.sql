SELECT registration, stream_id, seq, field, person, salt, text
FROM free_text
WHERE sealed = 0 AND person <> '' AND (registration, stream_id, seq, field) > (:registration, :stream_id, :seq, :field)
ORDER BY registration, stream_id, seq, field
LIMIT :limit
