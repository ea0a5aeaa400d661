-- Who wrote a record: nobody else changes it. What was there before is the client's.
ALTER TABLE records ADD COLUMN author BLOB NOT NULL DEFAULT x'';
UPDATE records SET author = coalesce(
    (SELECT account FROM collection_members AS m WHERE m.collection = records.collection AND NOT m.therapist),
    x''
);

-- A deletion is sealed as well: a deleted record keeps those bytes.
ALTER TABLE records ADD COLUMN deleted BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE records SET deleted = TRUE WHERE blob IS NULL;
DROP INDEX IF EXISTS records_deleted;
CREATE INDEX records_deleted ON records (stored_at) WHERE deleted;

-- What each account says that its own records in a collection are, sealed. It stays when the account does not: its records do.
CREATE TABLE checkpoints (
    collection BLOB NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    account    BLOB NOT NULL,
    revision   BIGINT NOT NULL,
    blob       BLOB NOT NULL,
    -- What the latest groups were and were answered with, newest last, so that a group sent twice gets its first answer.
    receipts   BLOB NOT NULL,
    PRIMARY KEY (collection, account)
);
