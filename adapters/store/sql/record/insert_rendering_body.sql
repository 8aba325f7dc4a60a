INSERT INTO rendering_body (registration, stream_id, seq, ordinal, body)
VALUES (:registration, :stream_id, :seq, :ordinal, :body)
