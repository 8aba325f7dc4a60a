SELECT a.id, a.person, COALESCE(p.subject, ''), a.unit_id, a.n, a.state, a.opened_at, a.completed_at,
  COALESCE((SELECT e.body FROM event e
            WHERE e.registration = a.registration AND e.stream_id = a.id AND e.type = 'attempt_scored'
            ORDER BY e.seq LIMIT 1), '')
FROM attempt a
LEFT JOIN person p ON p.id = a.person
WHERE a.registration = :registration AND a.deployment_id = :deployment_id AND a.context_id = :context_id
  AND a.resource_link_id = :resource_link_id
ORDER BY a.person, a.unit_id, a.n
