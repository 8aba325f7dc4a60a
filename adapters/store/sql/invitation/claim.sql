UPDATE invitation SET claim = :claim, claimed_until = :until
WHERE digest = :digest AND used_at = 0 AND expires_at > :now AND claimed_until <= :now
