INSERT INTO site (key, value) VALUES (:key, :value) ON CONFLICT DO NOTHING
