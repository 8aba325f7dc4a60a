INSERT INTO survey_pool (id, form_hash, unit_hash, stage, answers) VALUES (:id, :form_hash, :unit_hash, :stage, :answers)
