-- When an account was made with an invitation: it registers one.
ALTER TABLE invitations ADD COLUMN registered_at BIGINT;

-- With which program a device was last heard of ("Firefox on Linux").
ALTER TABLE devices ADD COLUMN seen_with TEXT;

-- What a member's records in a collection take (bytes), and how many the member has ever made there: for the bounds of an
-- account. What stands in a private collection is its owner's; who wrote what in a shared one was not kept before this.
ALTER TABLE collection_members ADD COLUMN written_bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE collection_members ADD COLUMN written_records BIGINT NOT NULL DEFAULT 0;
UPDATE collection_members SET
    written_bytes = (SELECT COALESCE(SUM(LENGTH(blob)), 0) FROM records WHERE records.collection = collection_members.collection),
    written_records = (SELECT COUNT(*) FROM records WHERE records.collection = collection_members.collection)
WHERE collection IN (SELECT id FROM collections WHERE NOT care);
CREATE INDEX attachments_account ON attachments (account);
