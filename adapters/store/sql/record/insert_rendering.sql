INSERT INTO rendering (registration, stream_id, seq, ordinal, statement_id, template, version, audience, sha256, supersedes)
VALUES (:registration, :stream_id, :seq, :ordinal, :statement_id, :template, :version, :audience, :sha256, :supersedes)
ON CONFLICT DO NOTHING
