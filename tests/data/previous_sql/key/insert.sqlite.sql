-- Nothing is changed when the registration has a key in that state.
INSERT INTO signing_key (kid, registration, state, sealed, public_jwk, created_at, activated_at)
VALUES (:kid, :registration, :state, :sealed, :public_jwk, :created_at, CASE WHEN :state = 'current' THEN :created_at END)
ON CONFLICT DO NOTHING
