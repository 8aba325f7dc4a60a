-- Equal rows say the same twice and are one.
SELECT DISTINCT name, from_position, through_position, at, statements, status
FROM receipt
WHERE kind = 'lrs' AND registration = :registration AND from_position <= :last AND through_position >= :first
  AND (name, from_position, through_position, at, statements, status) > (:name, :from_position, :through_position, :at, :statements, :status)
ORDER BY name, from_position, through_position, at, statements, status
LIMIT :limit
