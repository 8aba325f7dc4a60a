SELECT registration, kind, id, state, updated_at, body FROM projection WHERE person = :person ORDER BY kind, registration, id
