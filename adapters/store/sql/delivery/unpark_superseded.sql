-- What was parked and then superseded: the statement that stands in its place has been passed now.
DELETE FROM parked
WHERE kind = :kind AND name = :name AND registration = :registration
  AND statement_id IN (
    SELECT r.supersedes FROM event e
    JOIN rendering r ON r.registration = e.registration AND r.stream_id = e.stream_id AND r.seq = e.seq AND r.supersedes <> ''
    WHERE e.registration = :registration AND e.position > :after_position AND e.position <= :through_position)
