UPDATE credit_grant SET person = :person, activity_id = :activity_id, activity = :activity, rules = :rules, provider = :provider, system = :system,
  hundredths = :hundredths, profession = :profession, boards = :boards, credit_date = :credit_date, granted_at = :granted_at,
  sequence = :sequence, certificate = :certificate, state = :state, reason = :reason, changed_at = :changed_at, version = :version
WHERE platform = :platform AND ccid = :ccid AND version = :version - 1
