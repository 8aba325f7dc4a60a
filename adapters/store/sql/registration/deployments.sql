SELECT deployment_id FROM deployment WHERE registration = :registration ORDER BY ordinal
