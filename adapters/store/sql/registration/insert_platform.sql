INSERT INTO platform (id, issuer, jwks_uri) VALUES (:id, :issuer, :jwks_uri)
