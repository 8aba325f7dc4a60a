-- A registration whose jwks_uri was edited later still leads to its platform.
SELECT platform FROM registration WHERE issuer = :issuer AND jwks_uri = :jwks_uri
UNION
SELECT id FROM platform WHERE issuer = :issuer AND jwks_uri = :jwks_uri
ORDER BY 1
LIMIT 1
