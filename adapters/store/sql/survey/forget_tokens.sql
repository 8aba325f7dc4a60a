DELETE FROM survey_token WHERE kept_until <= :now
