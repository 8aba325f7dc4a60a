SELECT DISTINCT holder FROM lease WHERE expires_at > :now AND holder <> ''
