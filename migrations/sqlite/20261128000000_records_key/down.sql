CREATE TABLE records_without_key (
    collection BLOB   NOT NULL,
    id         BLOB   NOT NULL,
    revision   BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    blob       BLOB,
    hash       BLOB   NOT NULL,
    receipts   BLOB,
    stored_at  BIGINT NOT NULL
);
INSERT INTO records_without_key (collection, id, revision, seq, blob, hash, receipts, stored_at)
    SELECT collection, id, revision, seq, blob, hash, receipts, stored_at FROM records ORDER BY rowid;
DROP TABLE records;
ALTER TABLE records_without_key RENAME TO records;
CREATE UNIQUE INDEX records_id ON records (collection, id);
CREATE UNIQUE INDEX records_seq ON records (collection, seq);
CREATE INDEX records_deleted ON records (stored_at) WHERE blob IS NULL;
