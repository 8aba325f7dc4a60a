SELECT registration, position, seal FROM seal_head WHERE position > 0 ORDER BY registration
