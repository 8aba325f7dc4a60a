SELECT registration, stream_kind, stream_id, seq, type, COALESCE(position, 0), COALESCE(seal, ''), hash, body
FROM event WHERE person = :person ORDER BY registration, stream_id, seq
