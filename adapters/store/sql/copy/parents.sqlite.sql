-- The tables that rows of this one refer to.
SELECT DISTINCT "table" FROM pragma_foreign_key_list(:table)
