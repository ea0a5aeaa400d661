CREATE UNIQUE INDEX records_id ON records (collection, id);
ALTER TABLE records DROP CONSTRAINT records_pkey;
