SELECT COUNT(*) FROM survey_token WHERE digest = :digest
