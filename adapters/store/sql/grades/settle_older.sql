-- A better offer came while this one was out: it waits its turn and must know that the platform may have heard of this learner.
UPDATE score SET reached = :reached
WHERE registration = :registration AND deployment_id = :deployment_id AND context_id = :context_id AND resource_link_id = :resource_link_id AND subject = :subject
