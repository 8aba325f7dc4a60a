-- One writer at a time over all nodes of a site, which is a schema: its own number tells sites in one database apart. 80114 is ours and
-- means nothing. The transaction's number is asked for along with it, to learn its outcome if the answer to its commit is lost.
SELECT pg_advisory_xact_lock(80114, CAST(to_regnamespace(quote_ident(current_schema())) AS oid)::int), pg_current_xact_id()
