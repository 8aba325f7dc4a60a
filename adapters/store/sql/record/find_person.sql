SELECT platform, subject, id FROM person WHERE platform = :platform AND subject = :subject
