INSERT INTO registration (id, platform, name, lms, issuer, client_id, authorization_endpoint, token_endpoint, jwks_uri,
  actor_home_page, frame_ancestors, source, enabled, accepted, authorization_server, scopes)
VALUES (:id, :platform, :name, :lms, :issuer, :client_id, :authorization_endpoint, :token_endpoint, :jwks_uri,
  :actor_home_page, :frame_ancestors, :source, :enabled, :accepted, :authorization_server, :scopes)
