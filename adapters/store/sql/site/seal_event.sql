UPDATE event SET position = :position, seal = :seal, statements_through = :statements_through
WHERE registration = :registration AND stream_id = :stream_id AND seq = :seq
