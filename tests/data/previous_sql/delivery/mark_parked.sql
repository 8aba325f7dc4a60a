-- Only what has its bytes still (those of an erased person are gone) and has not been superseded; of the audience that the store
-- is of now.
UPDATE parked SET again = 1
WHERE kind = :kind AND name = :name
  AND (:statement_id = '' OR statement_id = :statement_id)
  AND (:code = '' OR code = :code)
  AND (:begins = '' OR substr(reason, 1, 8) = :begins)
  AND EXISTS (SELECT 1 FROM rendering r
    JOIN rendering_body b ON b.registration = r.registration AND b.stream_id = r.stream_id AND b.seq = r.seq AND b.ordinal = r.ordinal
    WHERE r.registration = parked.registration AND r.statement_id = parked.statement_id AND r.audience = :audience)
  AND NOT EXISTS (SELECT 1 FROM rendering n
    WHERE n.registration = parked.registration AND n.supersedes = parked.statement_id AND n.supersedes <> '')
