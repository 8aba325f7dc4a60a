INSERT INTO credit_grant (platform, ccid, person, activity_id, activity, rules, provider, system, hundredths, profession,
  boards, credit_date, granted_at, sequence, certificate, state, reason, changed_at, version)
VALUES (:platform, :ccid, :person, :activity_id, :activity, :rules, :provider, :system, :hundredths, :profession,
  :boards, :credit_date, :granted_at, :sequence, :certificate, :state, :reason, :changed_at, :version)
ON CONFLICT DO NOTHING
