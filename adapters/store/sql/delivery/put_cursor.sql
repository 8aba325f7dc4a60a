INSERT INTO cursor (kind, name, registration, position) VALUES (:kind, :name, :registration, :position)
ON CONFLICT (kind, name, registration) DO UPDATE SET position = excluded.position
