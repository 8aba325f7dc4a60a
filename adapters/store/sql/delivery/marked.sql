SELECT p.registration, p.position, p.statement_id, b.body, b.signature
FROM parked p
CROSS JOIN rendering r
CROSS JOIN rendering_body b
WHERE p.kind = :kind AND p.name = :name AND p.again = 1
  AND r.registration = p.registration AND r.statement_id = p.statement_id AND (r.audience = :audience OR EXISTS (SELECT 1 FROM lrs f
      WHERE f.store_id = p.name AND f.audience = :audience AND r.audience LIKE f.audience || ':%'
        AND ',' || f.kinds_off || ',' NOT LIKE '%,' || substr(r.audience, length(f.audience) + 2) || ',%'))
  AND b.registration = r.registration AND b.stream_id = r.stream_id AND b.seq = r.seq AND b.ordinal = r.ordinal
  AND NOT EXISTS (SELECT 1 FROM rendering n WHERE n.registration = p.registration AND n.supersedes = p.statement_id AND n.supersedes <> '')
ORDER BY p.registration, p.position, p.statement_id
LIMIT :limit
