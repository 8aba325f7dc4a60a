SELECT COUNT(*) FROM signing_key WHERE kid = :kid
