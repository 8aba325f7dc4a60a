SELECT registration, deployment_id, context_id, resource_link_id, unit_id, context_title, link_title, lineitem, lineitems, memberships,
  scopes, grade
FROM link WHERE registration = :registration ORDER BY context_title, deployment_id, context_id, link_title, resource_link_id
