SELECT COUNT(*) FROM idempotency WHERE (registration, attempt) IN (SELECT registration, id FROM attempt WHERE person = :person)
