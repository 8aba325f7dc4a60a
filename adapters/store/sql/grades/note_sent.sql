UPDATE score SET sent_at = :sent_at, sent_given = :given, sent_max = :max
WHERE registration = :registration AND deployment_id = :deployment_id AND context_id = :context_id AND resource_link_id = :resource_link_id AND subject = :subject
