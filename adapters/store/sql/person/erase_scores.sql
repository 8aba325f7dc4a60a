DELETE FROM score
WHERE (registration, deployment_id, context_id, resource_link_id, subject) IN (
  SELECT a.registration, a.deployment_id, a.context_id, a.resource_link_id, p.subject FROM person p CROSS JOIN attempt a WHERE p.id = :person AND a.person = :person)
