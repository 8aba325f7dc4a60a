SELECT kind, registration, id, parent, person, state, version, updated_at, body FROM projection WHERE person = :person AND kind = :kind
ORDER BY updated_at DESC, id LIMIT :limit
