-- The condition on the key lets the partial index be searched: it holds only what waits.
SELECT seq FROM event WHERE position IS NULL AND (registration, stream_id, seq) > ('', '', 0) LIMIT 1
