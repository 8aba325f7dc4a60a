-- Resource link ids are unique within a deployment only (LTI core 5.3.5): the deployment joins what makes an attempt. Attempts made before
-- go on where there is no doubt, which is in a registration with exactly one deployment; elsewhere nobody can know whose they were, and
-- they stay in the record without one.
ALTER TABLE attempt ADD COLUMN deployment_id text NOT NULL DEFAULT '';
UPDATE attempt SET deployment_id = (SELECT MAX(d.deployment_id) FROM deployment d WHERE d.registration = attempt.registration)
WHERE (SELECT COUNT(*) FROM deployment d WHERE d.registration = attempt.registration) = 1;
DROP INDEX attempt_identity;
-- An attempt is (person, unit, deployment, context, resource link, n): two launches at one moment cannot both open the n-th. A link's columns
-- stand first, so that the same index finds a class.
CREATE UNIQUE INDEX attempt_identity ON attempt (registration, deployment_id, context_id, resource_link_id, person, unit_id, n);
