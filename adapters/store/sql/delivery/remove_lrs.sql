DELETE FROM lrs WHERE name = :name
