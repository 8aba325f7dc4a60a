UPDATE free_text SET salt = '', text = :text, sealed = 1
WHERE registration = :registration AND stream_id = :stream_id AND seq = :seq AND field = :field AND sealed = 0
