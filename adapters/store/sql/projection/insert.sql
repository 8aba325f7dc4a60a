INSERT INTO projection (kind, registration, id, parent, person, state, version, updated_at, body)
VALUES (:kind, :registration, :id, :parent, :person, :state, :version, :updated_at, :body)
ON CONFLICT DO NOTHING
