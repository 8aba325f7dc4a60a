-- Files of what person export wrote of her; their id begins with hers. Every other copy may hold anybody.
SELECT kind, file, made_at FROM copy_made WHERE kind = 'person export' AND id LIKE '' || :person || '/%' ORDER BY made_at, id
