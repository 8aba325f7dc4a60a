DELETE FROM deployment WHERE registration = :registration
