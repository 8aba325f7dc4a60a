SELECT kind, registration, id, parent, person, state, version, updated_at, body FROM projection WHERE registration = :registration AND kind = :kind AND id = :id
