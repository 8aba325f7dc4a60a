SELECT name, position, statement_id, code, at
FROM parked
WHERE kind = 'lrs' AND registration = :registration AND position >= :first AND position <= :last
  AND (name, position, statement_id) > (:name, :position, :statement_id)
ORDER BY name, position, statement_id
LIMIT :limit
