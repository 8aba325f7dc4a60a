SELECT position, seal, statements FROM seal_head WHERE registration = :registration
