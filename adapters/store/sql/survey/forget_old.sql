DELETE FROM survey_pool WHERE EXISTS
  (SELECT 1 FROM survey_pool_group g WHERE g.form_hash = survey_pool.form_hash AND g.unit_hash = survey_pool.unit_hash AND g.since < :before)
