INSERT INTO destination (kind, name) VALUES (:kind, :name) ON CONFLICT DO NOTHING
