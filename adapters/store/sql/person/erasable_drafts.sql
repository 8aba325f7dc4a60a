SELECT COUNT(*) FROM draft WHERE (registration, attempt) IN (SELECT registration, id FROM attempt WHERE person = :person)
