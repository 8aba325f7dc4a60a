SELECT body FROM event WHERE type = 'survey_submitted' AND stream_id > :after ORDER BY stream_id LIMIT :limit
