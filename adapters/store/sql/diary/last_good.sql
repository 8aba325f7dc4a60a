SELECT registration, MAX(at), received FROM diary WHERE reason = 'ok' GROUP BY registration, received
