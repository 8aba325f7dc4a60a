SELECT COUNT(*)
FROM credit_grant g
WHERE g.state = :state
  AND g.credit_date >= :from_date AND g.credit_date <= :to_date
  AND (:person = '' OR g.person = :person)
  AND (:activity = '' OR g.activity_id = :activity)
  AND (:system = '' OR g.system = :system) AND (:provider = '' OR g.provider = :provider)
  AND (:board = '' OR EXISTS (SELECT 1 FROM credit_grant_board b WHERE b.board = :board AND b.credit_date = g.credit_date AND b.ccid = g.ccid))
