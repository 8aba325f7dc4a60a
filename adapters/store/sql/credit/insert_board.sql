INSERT INTO credit_grant_board (board, credit_date, ccid) VALUES (:board, :credit_date, :ccid)
ON CONFLICT DO NOTHING
