SELECT sent_given, sent_max FROM score
WHERE registration = :registration AND lineitem = :lineitem AND subject = :subject AND sent_max > 0
  AND NOT (deployment_id = :deployment_id AND context_id = :context_id AND resource_link_id = :resource_link_id)
