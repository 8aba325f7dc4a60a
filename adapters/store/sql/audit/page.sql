SELECT at, area, who, kind, act, subject, request FROM (
  SELECT at, id, area, who, kind, act, subject, request FROM audit_log WHERE at >= :from AND at < :to
  UNION ALL
  SELECT at, id, 'vault' AS area, who, CASE changed WHEN 1 THEN 'changed' ELSE 'saw' END AS kind, why AS act, person AS subject, '' AS request
  FROM vault_access WHERE at >= :from AND at < :to) AS seen
WHERE (:who = '' OR who = :who) AND (:kind = '' OR kind = :kind)
ORDER BY at DESC, area, id DESC LIMIT :limit OFFSET :offset
