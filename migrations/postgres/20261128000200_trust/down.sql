DROP TABLE checkpoints;
DROP INDEX records_deleted;
UPDATE records SET blob = NULL WHERE deleted;
ALTER TABLE records DROP COLUMN deleted;
ALTER TABLE records DROP COLUMN author;
CREATE INDEX records_deleted ON records (stored_at) WHERE blob IS NULL;
