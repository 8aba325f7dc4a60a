SELECT (SELECT COUNT(*) FROM content_version v WHERE v.kind = :kind AND v.id = :id),
       (SELECT COUNT(*) FROM content_current c JOIN content_version v ON v.hash = c.hash
        WHERE c.kind = :kind AND c.id = :id AND c.removed = 0 AND v.withdrawn = 0)
