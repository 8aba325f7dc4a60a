-- What attempts left behind that ended without a word: no registration came of them, and none is under way.
DELETE FROM signing_key
WHERE NOT EXISTS (SELECT 1 FROM registration r WHERE r.id = signing_key.registration)
  AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.registration = signing_key.registration AND i.used_at = 0 AND i.claimed_until > :now)
