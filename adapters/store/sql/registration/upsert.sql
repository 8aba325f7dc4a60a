INSERT INTO registration (id, platform, name, lms, issuer, client_id, authorization_endpoint, token_endpoint, jwks_uri,
  actor_home_page, frame_ancestors, source, enabled, accepted, authorization_server, scopes)
VALUES (:id, :platform, :name, :lms, :issuer, :client_id, :authorization_endpoint, :token_endpoint, :jwks_uri,
  :actor_home_page, :frame_ancestors, :source, :enabled, :accepted, :authorization_server, :scopes)
ON CONFLICT (issuer, client_id) DO UPDATE SET
  name = excluded.name, lms = excluded.lms, authorization_endpoint = excluded.authorization_endpoint,
  token_endpoint = excluded.token_endpoint, jwks_uri = excluded.jwks_uri, actor_home_page = excluded.actor_home_page,
  frame_ancestors = excluded.frame_ancestors, source = excluded.source, enabled = excluded.enabled, accepted = excluded.accepted,
  authorization_server = excluded.authorization_server, scopes = excluded.scopes
