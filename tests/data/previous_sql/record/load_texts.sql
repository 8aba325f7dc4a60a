-- Adapted: today's program reads a sixth column, which the statement of schema 14 did not ask for.
SELECT seq, person, field, salt, text, 0 FROM free_text
WHERE registration = :registration AND stream_id = :stream_id
ORDER BY seq, field
