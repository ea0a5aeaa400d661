-- The unique index becomes the table's key, as it is: nothing is written anew. Without a key, replication by publications
-- refuses every change.
ALTER TABLE records ADD CONSTRAINT records_pkey PRIMARY KEY USING INDEX records_id;
