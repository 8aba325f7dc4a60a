SELECT registration, MAX(at) FROM diary WHERE reason = 'ok' GROUP BY registration
