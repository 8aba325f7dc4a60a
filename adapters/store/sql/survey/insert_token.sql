INSERT INTO survey_token (digest, kept_until) VALUES (:digest, :kept_until) ON CONFLICT DO NOTHING
