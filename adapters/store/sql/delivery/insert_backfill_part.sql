-- Through what the delivery of new statements has passed: the rest is on its way there.
INSERT INTO backfill_part (name, registration, first_position, position, until_position)
SELECT c.name, c.registration, :first_position, :first_position, c.position
FROM cursor c
WHERE c.kind = 'lrs' AND c.name = :name AND c.registration = :registration AND c.position > :first_position
