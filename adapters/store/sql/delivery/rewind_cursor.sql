UPDATE cursor SET position = :position
WHERE kind = :kind AND name = :name AND registration = :registration AND position > :position
