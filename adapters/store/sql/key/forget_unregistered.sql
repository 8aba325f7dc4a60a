-- What attempts left behind that ended without a word: no registration came of them, and none is under way.
-- The key that signs evidence bundles belongs to the site and to no registration (lti::kEvidenceKey).
DELETE FROM signing_key
WHERE signing_key.registration <> 'evidence'
  AND NOT EXISTS (SELECT 1 FROM registration r WHERE r.id = signing_key.registration)
  AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.registration = signing_key.registration AND i.used_at = 0 AND i.claimed_until > :now)
