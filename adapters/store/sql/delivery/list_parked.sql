SELECT registration, position, statement_id, code, reason, at, again
FROM parked WHERE kind = :kind AND name = :name
ORDER BY at, registration, position, statement_id
LIMIT :limit
