UPDATE registration SET enabled = 0 WHERE id = :id
