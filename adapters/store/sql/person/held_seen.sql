-- What staff and commands did that names the person, or a grant of theirs, by id. Ids stand in `subject` as name=value, a space apart. Reads the whole log,
-- which retention bounds: one command asks, on a read connection.
SELECT at, area, who, kind, act, subject
FROM audit_log
WHERE ' ' || subject || ' ' LIKE '%=' || :person || ' %'
   OR EXISTS (SELECT 1 FROM credit_grant g WHERE g.person = :person AND ' ' || audit_log.subject || ' ' LIKE '%=' || g.ccid || ' %')
ORDER BY id
