-- "committed", "aborted", "in progress", or nothing when the server has forgotten.
SELECT pg_xact_status(CAST(:transaction AS xid8))
