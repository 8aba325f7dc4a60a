SELECT platform, person, activity_id, activity, rules, provider, system, hundredths, profession, credit_date, certificate, state, changed_at
FROM credit_grant WHERE ccid = :ccid
