-- Name, type, whether it may be absent, its place in the primary key (from 1; 0: not in it), its place in an index.
SELECT t.name, LOWER(t.type), CASE WHEN t."notnull" = 0 AND t.pk = 0 THEN 1 ELSE 0 END, t.pk,
  COALESCE((SELECT MIN(i.seqno) + 1 FROM pragma_index_list(:table) l, pragma_index_info(l.name) i WHERE i.name = t.name), 0)
FROM pragma_table_info(:table) t ORDER BY t.cid
