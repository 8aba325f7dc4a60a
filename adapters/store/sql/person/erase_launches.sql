-- What the launch told goes; the attempt stays under the random id, and an open one ends: nobody can go on with it.
UPDATE attempt SET launch_json = '{}', state = CASE WHEN state = 'open' THEN 'closed' ELSE state END WHERE person = :person
