-- The tables that rows of this one refer to.
SELECT DISTINCT CAST(p.relname AS text) FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid
WHERE f.contype = 'f' AND c.relname = :table AND c.relnamespace = to_regnamespace(quote_ident(current_schema()))
