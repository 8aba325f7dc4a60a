INSERT INTO content_version (hash, kind, id, language, json, title, source, published_at, withdrawn)
VALUES (:hash, :kind, :id, :language, :json, :title, :source, :published_at, 0)
