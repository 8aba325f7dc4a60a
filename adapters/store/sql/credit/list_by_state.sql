SELECT g.platform, g.ccid, g.person, g.activity_id, g.activity, g.rules, g.provider, g.system, g.hundredths, g.profession,
  g.boards, g.credit_date, g.granted_at, g.sequence, g.certificate, g.state, g.reason, g.changed_at, g.version
FROM credit_grant g
WHERE g.state = :state
  AND g.credit_date <= :to_date
  AND (:person = '' OR g.person = :person)
  AND (:activity = '' OR g.activity_id = :activity)
  AND (:system = '' OR g.system = :system) AND (:provider = '' OR g.provider = :provider)
  AND (:board = '' OR EXISTS (SELECT 1 FROM credit_grant_board b WHERE b.board = :board AND b.credit_date = g.credit_date AND b.ccid = g.ccid))
  AND (g.credit_date, g.ccid) > (:after_date, :after_ccid)
ORDER BY g.credit_date, g.ccid LIMIT :limit
