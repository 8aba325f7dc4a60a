INSERT INTO parked (kind, name, registration, position, statement_id, code, reason, at, again)
VALUES (:kind, :name, :registration, :position, :statement_id, :code, :reason, :at, 0)
ON CONFLICT (kind, name, registration, statement_id) DO UPDATE SET
  position = excluded.position, code = excluded.code, reason = excluded.reason, at = excluded.at, again = 0
