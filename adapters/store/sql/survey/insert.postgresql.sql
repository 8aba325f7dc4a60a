-- PostgreSQL writes the number of the transaction beside every row, and keeps rows in the order they came: both would say which token an
-- answer came with. So the whole pool, which is small, is written anew with each answer: one number, in the order of random keys.
WITH waiting AS (DELETE FROM survey_pool RETURNING id, form_hash, unit_hash, stage, answers)
INSERT INTO survey_pool (id, form_hash, unit_hash, stage, answers)
SELECT id, form_hash, unit_hash, stage, answers FROM waiting
UNION ALL
SELECT :id, :form_hash, :unit_hash, :stage, :answers
ORDER BY 1
