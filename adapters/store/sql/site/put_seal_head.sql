INSERT INTO seal_head (registration, position, seal, statements)
VALUES (:registration, :position, :seal, :statements)
ON CONFLICT (registration) DO UPDATE SET
  position = excluded.position, seal = excluded.seal, statements = excluded.statements
