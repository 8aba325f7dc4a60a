SELECT COUNT(*) FROM attempt WHERE person = :person AND launch_json <> '{}'
