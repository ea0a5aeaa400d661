-- The unique index becomes the table's primary key without rewriting the table. Without a primary key, logical
-- replication rejects every update and deletion.
ALTER TABLE records ADD CONSTRAINT records_pkey PRIMARY KEY USING INDEX records_id;
