-- Whether anything lies where our tables would: what extensions brought is nobody's.
SELECT COUNT(*) FROM pg_class c
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = to_regnamespace(quote_ident(current_schema()))
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = to_regclass('pg_catalog.pg_class') AND d.objid = c.oid AND d.deptype = 'e')
