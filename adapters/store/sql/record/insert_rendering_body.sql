INSERT INTO rendering_body (registration, stream_id, seq, ordinal, body, signature)
VALUES (:registration, :stream_id, :seq, :ordinal, :body, :signature)
