UPDATE lrs SET kinds_off = :kinds_off, units = :units WHERE name = :name
