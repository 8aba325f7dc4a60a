SELECT s.registration, s.context_id, s.resource_link_id, s.subject, s.given, s.max, s.state, s.earned_at, s.sent_at, s.sent_given, s.sent_max, s.reason
FROM (SELECT DISTINCT registration, deployment_id, context_id, resource_link_id FROM attempt WHERE person = :person) mine
CROSS JOIN person p
CROSS JOIN score s
WHERE p.id = :person AND s.registration = mine.registration AND s.deployment_id = mine.deployment_id AND s.context_id = mine.context_id
  AND s.resource_link_id = mine.resource_link_id AND s.subject = p.subject
ORDER BY s.registration, s.earned_at
