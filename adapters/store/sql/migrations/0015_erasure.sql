-- Who was erased is asked before anything new of a person is kept, and by whoever lists or checks the record.
CREATE INDEX event_person_erased ON event (person) WHERE type = 'person_erased';
-- What an erasure takes, and an export of one person's data holds, is found by person.
CREATE INDEX event_by_person ON event (person);
CREATE INDEX free_text_by_person ON free_text (person);

-- 1: `text` is sealed, with the salt in it, under a key of the person's own that lies outside the store. What is plain still is found by the index.
ALTER TABLE free_text ADD COLUMN sealed bigint NOT NULL DEFAULT 0;
CREATE INDEX free_text_plain ON free_text (registration, stream_id, seq, field) WHERE sealed = 0 AND person <> '';

-- Copies of the record that were made: what an erasure cannot reach and has to name. The times bound the events in it; the least and greatest: no bound.
CREATE TABLE copy_made (
  id text NOT NULL PRIMARY KEY,
  kind text NOT NULL,
  file text NOT NULL,
  made_at bigint NOT NULL,
  from_time bigint NOT NULL,
  to_time bigint NOT NULL);
CREATE INDEX copy_made_by_time ON copy_made (made_at);
