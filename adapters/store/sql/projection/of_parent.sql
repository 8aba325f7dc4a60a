SELECT kind, registration, id, parent, person, state, version, updated_at, body FROM projection WHERE kind = :kind AND parent = :parent
ORDER BY updated_at DESC, id LIMIT :limit
