INSERT INTO event (registration, stream_id, seq, stream_kind, person, type, at, recorded_at, statements, body, hash)
VALUES (:registration, :stream_id, :seq, :stream_kind, :person, :type, :at, :recorded_at, :statements, :body, :hash)
ON CONFLICT DO NOTHING
