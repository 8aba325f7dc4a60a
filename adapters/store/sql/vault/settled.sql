-- Nothing is on its way any more: every report of this person was answered, or there is none to make.
SELECT p.person FROM vault_profile p
WHERE p.changed_at < :before
  AND NOT EXISTS (SELECT 1 FROM credit_grant g WHERE g.person = p.person
                  AND (g.changed_at >= :before OR g.state IN ('queued', 'exported', 'sent', 'pending', 'rejected', 'correcting')
                       OR (g.state = 'issued' AND g.boards <> '[]')))
ORDER BY p.changed_at, p.person LIMIT :limit
