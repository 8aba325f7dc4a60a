SELECT place FROM idempotency WHERE registration = :registration AND attempt = :attempt AND key = :key
