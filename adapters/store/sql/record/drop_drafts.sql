DELETE FROM draft WHERE attempt = :attempt
