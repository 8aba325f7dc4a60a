-- Where a receipt's stretch lies: whether a store was sent a statement is asked for each that voids another, and receipts are kept as long as their store.
CREATE INDEX receipt_by_place ON receipt (kind, name, registration, through_position, from_position, at);
-- In the order in which a bundle of evidence reads them.
CREATE INDEX receipt_in_order ON receipt (kind, registration, name, from_position, through_position, at, statements, status);
-- Parked statements that somebody wants sent again: looked for all the time, and mostly none.
CREATE INDEX parked_again ON parked (kind, name, registration, position, statement_id) WHERE again = 1;
