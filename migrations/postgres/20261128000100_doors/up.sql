-- When an account was registered with an invitation.
ALTER TABLE invitations ADD COLUMN registered_at BIGINT;

-- The program that a device used last ("Firefox on Linux").
ALTER TABLE devices ADD COLUMN seen_with TEXT;

-- The size and number of a member's records in a collection, for quotas. Existing records of a private collection count for
-- its owner; the authors of existing shared records are unknown.
ALTER TABLE collection_members ADD COLUMN written_bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE collection_members ADD COLUMN written_records BIGINT NOT NULL DEFAULT 0;
UPDATE collection_members SET
    written_bytes = (SELECT COALESCE(SUM(LENGTH(blob)), 0) FROM records WHERE records.collection = collection_members.collection),
    written_records = (SELECT COUNT(*) FROM records WHERE records.collection = collection_members.collection)
WHERE collection IN (SELECT id FROM collections WHERE NOT care);
CREATE INDEX attachments_account ON attachments (account);
