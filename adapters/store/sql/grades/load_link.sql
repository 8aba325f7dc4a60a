SELECT registration, deployment_id, context_id, resource_link_id, unit_id, context_title, link_title, lineitem, lineitems, memberships,
  scopes, grade
FROM link WHERE registration = :registration AND deployment_id = :deployment_id AND context_id = :context_id AND resource_link_id = :resource_link_id
