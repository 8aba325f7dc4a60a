UPDATE projection SET parent = :parent, person = :person, state = :state, version = :version, updated_at = :updated_at, body = :body
WHERE registration = :registration AND kind = :kind AND id = :id AND version = :version - 1
