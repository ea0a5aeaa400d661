-- What an account has written is counted in its checkpoint slot, which every push writes anyway. Each member has a slot
-- from the beginning; revision 0 means that it is empty.
ALTER TABLE checkpoints ADD COLUMN written_bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE checkpoints ADD COLUMN written_records BIGINT NOT NULL DEFAULT 0;
INSERT INTO checkpoints (collection, account, revision, blob, receipts)
    SELECT collection, account, 0, x'', x'' FROM collection_members AS m
    WHERE NOT EXISTS (SELECT 1 FROM checkpoints AS c WHERE c.collection = m.collection AND c.account = m.account);
UPDATE checkpoints SET written_bytes = m.written_bytes, written_records = m.written_records
    FROM collection_members AS m WHERE m.collection = checkpoints.collection AND m.account = checkpoints.account;
ALTER TABLE collection_members DROP COLUMN written_bytes;
ALTER TABLE collection_members DROP COLUMN written_records;
