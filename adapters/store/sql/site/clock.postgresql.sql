-- The one clock that every node reads alike, in Unix milliseconds; where this statement stands, not where the transaction began.
SELECT CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)
