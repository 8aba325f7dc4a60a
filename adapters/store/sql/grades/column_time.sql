SELECT COALESCE(MAX(last_timestamp), 0) FROM score
WHERE registration = :registration AND lineitem = :lineitem AND subject = :subject
