SELECT v.kind, v.id, v.language, v.hash, v.json, v.source, v.published_at, v.title
FROM content_current c JOIN content_version v ON v.hash = c.hash
WHERE c.kind = :kind AND c.removed = 0 AND v.withdrawn = 0
ORDER BY v.id, v.language
