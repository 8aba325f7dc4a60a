SELECT withdrawn FROM content_version WHERE hash = :hash
