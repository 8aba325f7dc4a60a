SELECT id, form_hash, unit_hash, stage, answers FROM survey_pool ORDER BY id
