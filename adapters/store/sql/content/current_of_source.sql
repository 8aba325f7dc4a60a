SELECT kind, id, language FROM content_current WHERE source = :source AND removed = 0
