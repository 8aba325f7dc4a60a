UPDATE content_current SET removed = 1 WHERE kind = :kind AND id = :id AND language = :language
