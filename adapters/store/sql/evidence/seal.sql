SELECT seal FROM event WHERE registration = :registration AND position = :position
