-- A consistent copy beside running writers; the file must be empty. SQLite does not sync it.
VACUUM INTO :file
