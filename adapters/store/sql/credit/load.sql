SELECT platform, ccid, person, activity_id, activity, rules, provider, system, hundredths, profession,
  boards, credit_date, granted_at, sequence, certificate, state, reason, changed_at, version
FROM credit_grant WHERE ccid = :ccid
