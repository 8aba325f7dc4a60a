SELECT s.registration, s.stream_kind, s.stream_id,
       (SELECT MAX(l.seq) FROM event l WHERE l.registration = s.registration AND l.stream_id = s.stream_id),
       (SELECT MAX(l.at) FROM event l WHERE l.registration = s.registration AND l.stream_id = s.stream_id)
FROM (SELECT DISTINCT registration, stream_kind, stream_id FROM event WHERE person = :person) s
ORDER BY s.registration, s.stream_id
