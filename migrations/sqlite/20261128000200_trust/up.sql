-- The author of a record, who alone may change it. Existing records belong to the client.
ALTER TABLE records ADD COLUMN author BLOB NOT NULL DEFAULT x'';
UPDATE records SET author = coalesce(
    (SELECT account FROM collection_members AS m WHERE m.collection = records.collection AND NOT m.therapist),
    x''
);

-- Deletions are sealed too: a deleted record keeps a blob.
ALTER TABLE records ADD COLUMN deleted BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE records SET deleted = TRUE WHERE blob IS NULL;
DROP INDEX IF EXISTS records_deleted;
CREATE INDEX records_deleted ON records (stored_at) WHERE deleted;

-- Checkpoints: each account's sealed digest of its own records in a collection. They outlive the account, as its records do.
CREATE TABLE checkpoints (
    collection BLOB NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    account    BLOB NOT NULL,
    revision   BIGINT NOT NULL,
    blob       BLOB NOT NULL,
    -- Hashes and results of the latest groups, newest last, so that a repeated group gets its original result.
    receipts   BLOB NOT NULL,
    PRIMARY KEY (collection, account)
);
