SELECT kinds_off, units, audience FROM lrs WHERE store_id = :name ORDER BY enabled DESC LIMIT 1
