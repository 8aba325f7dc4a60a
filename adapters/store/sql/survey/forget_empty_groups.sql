DELETE FROM survey_pool_group WHERE NOT EXISTS
  (SELECT 1 FROM survey_pool p WHERE p.form_hash = survey_pool_group.form_hash AND p.unit_hash = survey_pool_group.unit_hash)
