UPDATE invitation SET claim = '', claimed_until = 0 WHERE digest = :digest AND claim = :claim AND used_at = 0
