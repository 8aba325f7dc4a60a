INSERT INTO person (platform, subject, id)
VALUES (:platform, :subject, :id)
ON CONFLICT DO NOTHING
