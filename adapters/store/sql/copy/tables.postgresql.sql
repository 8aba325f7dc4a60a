SELECT CAST(c.relname AS text) FROM pg_class c
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = to_regnamespace(quote_ident(current_schema()))
ORDER BY CAST(c.relname AS text) COLLATE "C"
