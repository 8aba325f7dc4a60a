-- Keys of one invitation's registration, which never came to be.
DELETE FROM signing_key
WHERE registration = (SELECT i.registration FROM invitation i WHERE i.digest = :digest)
  AND NOT EXISTS (SELECT 1 FROM registration r WHERE r.id = signing_key.registration)
