SELECT kind, registration, id, parent, person, state, version, updated_at, body FROM projection
WHERE kind = :kind AND state = :state AND (:registration = '' OR registration = :registration)
ORDER BY updated_at DESC, id LIMIT :limit
