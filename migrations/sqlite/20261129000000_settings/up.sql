-- These columns were never read: the text that clients agree to is on the practice card with its version, and the
-- server keeps no exports.
ALTER TABLE practices DROP COLUMN retention_days;
ALTER TABLE practices DROP COLUMN wording_version;
