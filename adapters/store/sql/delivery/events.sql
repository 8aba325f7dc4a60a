-- Every sealed position after the cursor, so that it can move on; the text of the types listed (",one,other,") only.
SELECT position, CASE WHEN :types LIKE '%,' || type || ',%' THEN body ELSE '' END
FROM event
WHERE registration = :registration AND position > :after_position AND position <= :until_position
ORDER BY position
