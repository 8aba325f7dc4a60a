UPDATE content_version SET withdrawn = 1 WHERE hash = :hash
