SELECT kid, registration, state, sealed, public_jwk, created_at, activated_at, retired_at, published_until
FROM signing_key WHERE state = 'next' AND created_at <= :made_by ORDER BY created_at, kid
