SELECT k.kid, k.registration, k.state, k.sealed, k.public_jwk, k.created_at, k.activated_at, k.retired_at, k.published_until
FROM signing_key k JOIN registration r ON r.id = k.registration
WHERE r.enabled = 1 AND (k.state <> 'retired' OR k.published_until > :now)
ORDER BY k.created_at, k.kid
