UPDATE admin_session SET seen_at = :seen_at WHERE digest = :digest
