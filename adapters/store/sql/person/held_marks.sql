SELECT platform, mark FROM vault_mark WHERE person = :person ORDER BY platform, mark
