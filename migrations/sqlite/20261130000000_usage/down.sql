ALTER TABLE collection_members ADD COLUMN written_bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE collection_members ADD COLUMN written_records BIGINT NOT NULL DEFAULT 0;
UPDATE collection_members SET written_bytes = c.written_bytes, written_records = c.written_records
    FROM checkpoints AS c WHERE c.collection = collection_members.collection AND c.account = collection_members.account;
DELETE FROM checkpoints WHERE revision = 0;
ALTER TABLE checkpoints DROP COLUMN written_records;
ALTER TABLE checkpoints DROP COLUMN written_bytes;
