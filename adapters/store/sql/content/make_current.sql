INSERT INTO content_current (kind, id, language, hash, source, removed)
VALUES (:kind, :id, :language, :hash, :source, 0)
ON CONFLICT (kind, id, language) DO UPDATE SET hash = excluded.hash, source = excluded.source, removed = 0
