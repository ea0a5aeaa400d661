-- Seals of version 2. What an earlier version had synced cannot be read back: its account is signed out, and every record
-- that is here waits to be sent as new.
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

-- What is known of a collection beyond its rows (journal::sync::Trust), and the group that is on its way, as JSON.
ALTER TABLE collection ADD COLUMN trust BLOB;
ALTER TABLE collection ADD COLUMN on_its_way BLOB;

-- `seal`: how the server's revision was sealed (journal::seal::Stamp: hash 32, epoch 4, era 4, mine 1, live 1).
-- `sent`: what is on its way, as CBOR.
ALTER TABLE record DROP COLUMN sent_base;
ALTER TABLE record DROP COLUMN sent_blob;
ALTER TABLE record DROP COLUMN sent_content;
ALTER TABLE record ADD COLUMN sent BLOB;
ALTER TABLE record ADD COLUMN seal BLOB;

-- Records here that the server says it does not have, without proof of a deletion. Hardly ever is there any.
CREATE TABLE missing (
    collection BLOB NOT NULL,
    id         BLOB NOT NULL,
    PRIMARY KEY (collection, id)
) WITHOUT ROWID;

-- The same of what was set aside, where it could be opened.
ALTER TABLE aside ADD COLUMN deleted BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE aside ADD COLUMN seal BLOB;

-- What the other member had written and the server does not have any more, without proof that they deleted it. Kept for a
-- while.
CREATE TABLE removed (
    collection BLOB   NOT NULL,
    id         BLOB   NOT NULL,
    content    BLOB   NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (collection, id)
) WITHOUT ROWID;

-- When the server said that it was restored: each era once.
CREATE TABLE restoration (
    era INTEGER PRIMARY KEY NOT NULL,
    at  BIGINT NOT NULL
);
