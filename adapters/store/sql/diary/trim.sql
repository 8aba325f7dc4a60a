DELETE FROM diary WHERE id <= (SELECT MAX(id) FROM diary) - :keep
