DELETE FROM credit_grant_board WHERE ccid = :ccid
