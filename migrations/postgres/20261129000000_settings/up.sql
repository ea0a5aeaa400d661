-- Nothing read them: the wording that clients agree to stands on the practice's card with its version, and the server
-- keeps no exports.
ALTER TABLE practices DROP COLUMN retention_days;
ALTER TABLE practices DROP COLUMN wording_version;
