INSERT INTO copy_made (id, kind, file, made_at, from_time, to_time) VALUES (:id, :kind, :file, :made_at, :from_time, :to_time)
