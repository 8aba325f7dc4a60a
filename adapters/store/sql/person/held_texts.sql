SELECT registration, stream_id, seq, field, salt, text, sealed FROM free_text WHERE person = :person ORDER BY registration, stream_id, seq, field
