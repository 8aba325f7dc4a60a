-- Every sealed position after the cursor, so that it can move on; the text of one type of event only.
SELECT position, CASE WHEN type = :type THEN body ELSE '' END
FROM event
WHERE registration = :registration AND position > :after_position AND position <= :until_position
ORDER BY position
