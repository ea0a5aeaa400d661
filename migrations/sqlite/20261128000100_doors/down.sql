DROP INDEX attachments_account;
ALTER TABLE collection_members DROP COLUMN written_records;
ALTER TABLE collection_members DROP COLUMN written_bytes;
ALTER TABLE devices DROP COLUMN seen_with;
ALTER TABLE invitations DROP COLUMN registered_at;
