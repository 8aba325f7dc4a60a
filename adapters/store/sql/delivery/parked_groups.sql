-- Reasons begin with what the store answered ("HTTP 413"); the rest may name the statement and would make each a group of its own.
SELECT code, substr(reason, 1, 8), COUNT(*), SUM(again), MAX(at)
FROM parked WHERE kind = :kind AND name = :name
GROUP BY code, substr(reason, 1, 8)
ORDER BY code, substr(reason, 1, 8)
