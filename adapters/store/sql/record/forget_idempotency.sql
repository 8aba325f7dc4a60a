DELETE FROM idempotency WHERE kept_at < :before
