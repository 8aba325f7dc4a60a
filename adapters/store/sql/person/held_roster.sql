-- Nobody's row until its learner comes: found by the account.
SELECT j.id, j.state, j.updated_at, j.body
FROM person p
CROSS JOIN projection j
WHERE p.id = :person AND j.registration = '0' AND j.kind = 'roster_row' AND j.id = p.platform || '/' || p.subject
ORDER BY j.id
