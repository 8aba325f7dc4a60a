INSERT INTO link (registration, deployment_id, context_id, resource_link_id, unit_id, context_title, link_title, lineitem, lineitems,
  memberships, scopes, grade)
VALUES (:registration, :deployment_id, :context_id, :resource_link_id, :unit_id, :context_title, :link_title, :lineitem, :lineitems,
  :memberships, :scopes, :grade)
ON CONFLICT (registration, deployment_id, context_id, resource_link_id) DO UPDATE SET
  unit_id = excluded.unit_id, context_title = excluded.context_title,
  link_title = excluded.link_title, lineitem = excluded.lineitem, lineitems = excluded.lineitems, memberships = excluded.memberships,
  scopes = excluded.scopes, grade = excluded.grade
