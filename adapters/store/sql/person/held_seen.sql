-- What staff and commands did that names the person, or a grant of theirs, by id. Ids stand in `subject` as name=value, a space apart.
SELECT l.at, l.area, l.who, l.kind, l.act, l.subject
FROM audit_log l
WHERE ' ' || l.subject || ' ' LIKE '%=' || :person || ' %'
   OR EXISTS (SELECT 1 FROM credit_grant g WHERE g.person = :person AND ' ' || l.subject || ' ' LIKE '%=' || g.ccid || ' %')
ORDER BY l.id
