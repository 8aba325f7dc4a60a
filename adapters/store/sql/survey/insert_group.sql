INSERT INTO survey_pool_group (form_hash, unit_hash, since) VALUES (:form_hash, :unit_hash, :since) ON CONFLICT DO NOTHING
