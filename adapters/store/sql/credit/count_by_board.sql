-- CROSS JOIN keeps SQLite on the boards' own index, so that other grants are not read.
SELECT COUNT(*)
FROM credit_grant_board b CROSS JOIN credit_grant g
WHERE b.board = :board AND b.credit_date >= :from_date AND b.credit_date <= :to_date
  AND g.ccid = b.ccid
  AND (:person = '' OR g.person = :person)
  AND (:activity = '' OR g.activity_id = :activity)
  AND (:state = '' OR g.state = :state)
  AND (:system = '' OR g.system = :system) AND (:provider = '' OR g.provider = :provider)
