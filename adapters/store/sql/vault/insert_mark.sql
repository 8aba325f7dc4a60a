INSERT INTO vault_mark (platform, person, mark) VALUES (:platform, :person, :mark)
ON CONFLICT DO NOTHING
