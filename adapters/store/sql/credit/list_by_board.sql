-- CROSS JOIN keeps SQLite on the boards' own index, so that a page costs a page.
SELECT g.platform, g.ccid, g.person, g.activity_id, g.activity, g.rules, g.provider, g.system, g.hundredths, g.profession,
  g.boards, g.credit_date, g.granted_at, g.sequence, g.certificate, g.state, g.reason, g.changed_at, g.version
FROM credit_grant_board b CROSS JOIN credit_grant g
WHERE b.board = :board AND b.credit_date <= :to_date
  AND g.ccid = b.ccid
  AND (:person = '' OR g.person = :person)
  AND (:activity = '' OR g.activity_id = :activity)
  AND (:state = '' OR g.state = :state)
  AND (:system = '' OR g.system = :system) AND (:provider = '' OR g.provider = :provider)
  AND (b.credit_date, b.ccid) > (:after_date, :after_ccid)
ORDER BY b.credit_date, b.ccid LIMIT :limit
