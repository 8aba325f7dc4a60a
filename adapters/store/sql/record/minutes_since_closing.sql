-- The asking attempt's own minutes count once it is completed: "once per 15 stated minutes completed".
SELECT asked.at, COALESCE((SELECT SUM(a.stated_minutes) FROM attempt a
                           WHERE a.person = :person AND a.completed_at > 0 AND a.completed_at >= asked.at), 0)
FROM (SELECT MAX(opened_at) AS at FROM attempt WHERE person = :person AND asked_closing = 1) asked
