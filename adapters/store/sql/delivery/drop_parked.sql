DELETE FROM parked WHERE kind = :kind AND name = :name AND registration = :registration AND statement_id = :statement_id
