SELECT COUNT(*) FROM content_current WHERE kind = :kind AND id = :id AND source <> :source
