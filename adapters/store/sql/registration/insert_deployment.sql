INSERT INTO deployment (registration, ordinal, deployment_id) VALUES (:registration, :ordinal, :deployment_id)
