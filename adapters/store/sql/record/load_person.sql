SELECT platform, subject, id FROM person WHERE id = :id
