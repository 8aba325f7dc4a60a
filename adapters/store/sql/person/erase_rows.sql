DELETE FROM projection WHERE person = :person AND kind <> 'credit_permission'
