-- Seals of version 2. Records that an earlier version synced cannot be opened again: the account is signed out, and
-- every local record waits to be sent as a new one.
DELETE FROM account;
DELETE FROM collection;
DELETE FROM collection_key;
DELETE FROM aside;
DELETE FROM unconfirmed;
DELETE FROM lost;
DELETE FROM setting WHERE name IN ('recovery-code', 'registering', 'renewing', 'joining', 'epochs', 'shut-out');
DELETE FROM record WHERE copy;
UPDATE record SET revision = 0, base = NULL, dirty = TRUE, held = NULL;
UPDATE record SET place = row WHERE place IS NULL;

-- The account's manifest, sealed, and its version.
ALTER TABLE account ADD COLUMN manifest BLOB NOT NULL DEFAULT x'';
ALTER TABLE account ADD COLUMN manifest_version INTEGER NOT NULL DEFAULT 0;

-- The state of a collection besides its rows (journal::sync::CheckpointState), and the group that was pushed without
-- an answer yet, as JSON.
ALTER TABLE collection ADD COLUMN trust BLOB;
ALTER TABLE collection ADD COLUMN on_its_way BLOB;

-- `seal`: how the server's revision was sealed (journal::seal::Stamp: hash 32, epoch 4, era 4, mine 1, live 1).
-- `sent`: the push without an answer yet, as CBOR.
ALTER TABLE record DROP COLUMN sent_base;
ALTER TABLE record DROP COLUMN sent_blob;
ALTER TABLE record DROP COLUMN sent_content;
ALTER TABLE record ADD COLUMN sent BLOB;
ALTER TABLE record ADD COLUMN seal BLOB;

-- Local records that the server does not have, without proof of a deletion. Almost always empty.
CREATE TABLE missing (
    collection BLOB NOT NULL,
    id         BLOB NOT NULL,
    PRIMARY KEY (collection, id)
) WITHOUT ROWID;

-- The same for records that were set aside, if they could be opened.
ALTER TABLE aside ADD COLUMN deleted BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE aside ADD COLUMN seal BLOB;

-- Content of the other member that the server no longer has, without proof that they deleted it. Kept for thirty days.
CREATE TABLE removed (
    collection BLOB   NOT NULL,
    id         BLOB   NOT NULL,
    content    BLOB   NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (collection, id)
) WITHOUT ROWID;

-- The restorations that the server reported, one row per era.
CREATE TABLE restoration (
    era INTEGER PRIMARY KEY NOT NULL,
    at  BIGINT NOT NULL
);
