SELECT v.kind, v.id, v.language, v.hash, v.json, v.source, v.published_at, v.title
FROM content_version v
WHERE v.hash = :hash
