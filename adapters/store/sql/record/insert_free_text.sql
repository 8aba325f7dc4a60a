INSERT INTO free_text (registration, stream_id, seq, field, person, salt, text, sealed)
VALUES (:registration, :stream_id, :seq, :field, :person, :salt, :text, :sealed)
