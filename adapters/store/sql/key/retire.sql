UPDATE signing_key SET state = 'retired', sealed = '', retired_at = :now, published_until = :until
WHERE registration = :registration AND state = 'current'
