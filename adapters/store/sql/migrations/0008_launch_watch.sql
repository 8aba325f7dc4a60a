-- Somebody watches for a registration's next good launch, whichever node it comes to. Deletable: a row that has run out means nothing.
CREATE TABLE launch_watch (
  registration text NOT NULL PRIMARY KEY,
  watched_until bigint NOT NULL);
