-- The primary key that PostgreSQL's table has. SQLite cannot add one to an existing table, so the rows are copied in
-- their order into a new table. It is still a rowid table with the same two narrow indexes, one of which belongs to the
-- primary key now.
CREATE TABLE records_with_key (
    collection BLOB   NOT NULL,
    id         BLOB   NOT NULL,
    revision   BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    blob       BLOB,
    hash       BLOB   NOT NULL,
    -- Results of earlier revisions, newest last, so that a repeated push gets its original result.
    receipts   BLOB,
    stored_at  BIGINT NOT NULL,
    PRIMARY KEY (collection, id)
);
INSERT INTO records_with_key (collection, id, revision, seq, blob, hash, receipts, stored_at)
    SELECT collection, id, revision, seq, blob, hash, receipts, stored_at FROM records ORDER BY rowid;
DROP TABLE records;
ALTER TABLE records_with_key RENAME TO records;
CREATE UNIQUE INDEX records_seq ON records (collection, seq);
CREATE INDEX records_deleted ON records (stored_at) WHERE blob IS NULL;
