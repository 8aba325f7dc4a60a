INSERT INTO draft (registration, attempt, page, sequence, form, kept_at)
VALUES (:registration, :attempt, :page, :sequence, :form, :kept_at)
ON CONFLICT (registration, attempt, page) DO UPDATE SET
  sequence = excluded.sequence, form = excluded.form, kept_at = excluded.kept_at
WHERE excluded.sequence > draft.sequence
