INSERT INTO rendering (registration, stream_id, seq, ordinal, statement_id, template, version, audience, sha256)
VALUES (:registration, :stream_id, :seq, :ordinal, :statement_id, :template, :version, :audience, :sha256)
ON CONFLICT DO NOTHING
