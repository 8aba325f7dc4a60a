SELECT deployment_id, pending, anonymous FROM deployment WHERE registration = :registration ORDER BY ordinal
