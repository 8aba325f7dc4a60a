INSERT INTO deployment (registration, ordinal, deployment_id, pending, anonymous)
VALUES (:registration, :ordinal, :deployment_id, :pending, :anonymous)
