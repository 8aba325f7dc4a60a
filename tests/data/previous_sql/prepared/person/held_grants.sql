SELECT ccid, activity_id, provider, system, hundredths, credit_date, granted_at, certificate, state, reason, changed_at
FROM credit_grant WHERE person = :person ORDER BY credit_date, ccid
