-- That nothing is reported of the person stays: a random id and a word.
SELECT COUNT(*) FROM projection WHERE person = :person AND kind <> 'credit_permission'
