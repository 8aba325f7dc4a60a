SELECT state, COUNT(*), MIN(earned_at), MAX(sent_at) FROM score WHERE registration = :registration GROUP BY state
