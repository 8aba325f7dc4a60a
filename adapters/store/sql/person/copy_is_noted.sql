SELECT COUNT(*) FROM copy_made WHERE file = :file
