SELECT removed FROM content_current WHERE kind = :kind AND id = :id AND language = :language
