-- Adapted: today's program binds :sealed too, which the statement of schema 14 did not know and does not store.
INSERT INTO free_text (registration, stream_id, seq, field, person, salt, text)
VALUES (:registration, :stream_id, :seq, :field, :person, :salt, CASE WHEN :sealed >= 0 THEN :text END)
