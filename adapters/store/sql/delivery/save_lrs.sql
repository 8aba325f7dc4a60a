INSERT INTO lrs (name, endpoint, username, password, version, source, enabled, store_id, audience)
VALUES (:name, :endpoint, :username, :password, :version, :source, :enabled, :store_id, :audience)
ON CONFLICT (name) DO UPDATE SET
  endpoint = excluded.endpoint, username = excluded.username, password = excluded.password,
  version = excluded.version, source = excluded.source, enabled = excluded.enabled, store_id = excluded.store_id, audience = excluded.audience
