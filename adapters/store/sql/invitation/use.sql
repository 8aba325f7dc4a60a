UPDATE invitation SET used_at = :now
WHERE digest = :digest AND registration = :registration AND used_at = 0 AND expires_at > :now
