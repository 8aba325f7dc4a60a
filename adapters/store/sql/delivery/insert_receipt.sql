INSERT INTO receipt (kind, name, registration, from_position, through_position, statements, status, at)
VALUES (:kind, :name, :registration, :from_position, :through_position, :statements, :status, :at)
