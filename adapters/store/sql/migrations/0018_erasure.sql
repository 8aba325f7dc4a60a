-- Who was erased is asked before anything new of a person is kept, and by whoever lists or checks the record.
CREATE INDEX event_person_erased ON event (person) WHERE type = 'person_erased';
-- What an erasure takes, and an export of one person's data holds, is found by person.
CREATE INDEX event_by_person ON event (person);
CREATE INDEX free_text_by_person ON free_text (person);

-- Copies of the record that were made: what an erasure cannot reach and has to name. The times bound the events in it; the least and greatest: no bound.
CREATE TABLE copy_made (
  id text NOT NULL PRIMARY KEY,
  kind text NOT NULL,
  file text NOT NULL,
  made_at bigint NOT NULL,
  from_time bigint NOT NULL,
  to_time bigint NOT NULL);
CREATE INDEX copy_made_by_time ON copy_made (made_at);
