DELETE FROM survey_pool WHERE id = :id
