INSERT INTO parked (kind, name, registration, position, statement_id, code, reason, at)
VALUES (:kind, :name, :registration, :position, :statement_id, :code, :reason, :at)
ON CONFLICT (kind, name, registration, statement_id) DO UPDATE SET
  position = excluded.position, code = excluded.code, reason = excluded.reason, at = excluded.at
