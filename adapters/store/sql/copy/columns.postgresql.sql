-- Name, type, whether it may be absent, its place in the primary key (from 1; 0: not in it), its place in an index.
SELECT CAST(a.attname AS text), format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 0 ELSE 1 END,
  COALESCE((SELECT MIN(array_position(CAST(i.indkey AS int2[]), a.attnum)) + 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary), 0),
  COALESCE((SELECT MIN(array_position(CAST(i.indkey AS int2[]), a.attnum)) + 1 FROM pg_index i WHERE i.indrelid = c.oid), 0)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relname = :table AND c.relkind IN ('r', 'p') AND c.relnamespace = to_regnamespace(quote_ident(current_schema()))
ORDER BY a.attnum
