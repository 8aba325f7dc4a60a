DELETE FROM parked
WHERE kind = :kind AND name = :name AND registration = :registration
  AND position > :after_position AND position <= :through_position
