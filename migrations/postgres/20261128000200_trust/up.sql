-- The author of a record, who alone may change it. Existing records belong to the client.
ALTER TABLE records ADD COLUMN author BYTEA NOT NULL DEFAULT '\x';
UPDATE records SET author = coalesce(
    (SELECT account FROM collection_members AS m WHERE m.collection = records.collection AND NOT m.therapist),
    '\x'
);

-- Deletions are sealed too: a deleted record keeps a blob.
ALTER TABLE records ADD COLUMN deleted BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE records SET deleted = TRUE WHERE blob IS NULL;
DROP INDEX IF EXISTS records_deleted;
CREATE INDEX records_deleted ON records (stored_at) WHERE deleted;

-- Checkpoints: each account's sealed digest of its own records in a collection. They outlive the account, as its records do.
CREATE TABLE checkpoints (
    collection BYTEA NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    account    BYTEA NOT NULL,
    revision   BIGINT NOT NULL,
    blob       BYTEA NOT NULL,
    -- Hashes and results of the latest groups, newest last, so that a repeated group gets its original result.
    receipts   BYTEA NOT NULL,
    PRIMARY KEY (collection, account)
);

-- Sealed bytes do not compress: do not try.
ALTER TABLE checkpoints ALTER COLUMN blob SET STORAGE EXTERNAL;
