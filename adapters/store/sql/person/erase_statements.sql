DELETE FROM rendering_body
WHERE (registration, stream_id, seq) IN (SELECT registration, stream_id, seq FROM event WHERE person = :person AND type <> 'statement_voided')
