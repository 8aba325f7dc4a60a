SELECT holder, fence FROM lease WHERE name = :name
