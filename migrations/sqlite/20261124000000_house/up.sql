-- All ids are the sixteen bytes of a UUIDv7; all times are milliseconds since the Unix epoch.

CREATE TABLE secrets (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
);

CREATE TABLE signing_keys (
    kid        TEXT   NOT NULL PRIMARY KEY,
    seed       BLOB   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE accounts (
    id                  BLOB   NOT NULL PRIMARY KEY,
    handle              TEXT   NOT NULL UNIQUE,
    opaque              BLOB   NOT NULL,
    account_by_password BLOB   NOT NULL,
    account_by_recovery BLOB   NOT NULL,
    recovery_hash       BLOB   NOT NULL,
    -- The account's manifest, sealed by itself.
    manifest            BLOB   NOT NULL,
    manifest_version    BIGINT NOT NULL,
    created_at          BIGINT NOT NULL
);

CREATE TABLE sign_in_attempts (
    hash       BLOB   NOT NULL PRIMARY KEY,
    account    BLOB,
    state      BLOB   NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempts_expiry ON sign_in_attempts (expires_at);

CREATE TABLE devices (
    id                 BLOB    NOT NULL PRIMARY KEY,
    account            BLOB    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name               TEXT    NOT NULL,
    cookie             BOOLEAN NOT NULL,
    created_at         BIGINT  NOT NULL,
    seen_at            BIGINT  NOT NULL,
    refresh_current    BLOB    NOT NULL,
    refresh_previous   BLOB,
    refresh_expires_at BIGINT  NOT NULL
);
CREATE INDEX devices_account ON devices (account);

CREATE TABLE practices (
    id         BLOB   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE members (
    account   BLOB    NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    practice  BLOB    NOT NULL REFERENCES practices (id),
    name      TEXT    NOT NULL,
    therapist BOOLEAN NOT NULL,
    owner     BOOLEAN NOT NULL,
    joined_at BIGINT  NOT NULL
);
CREATE INDEX members_practice ON members (practice);

CREATE TABLE enrolments (
    id         BLOB    NOT NULL PRIMARY KEY,
    practice   BLOB REFERENCES practices (id),
    code_hash  BLOB    NOT NULL UNIQUE,
    therapist  BOOLEAN NOT NULL,
    owner      BOOLEAN NOT NULL,
    created_by BLOB,
    created_at BIGINT  NOT NULL,
    expires_at BIGINT  NOT NULL,
    used_by    BLOB
);

CREATE TABLE collections (
    id         BLOB    NOT NULL PRIMARY KEY,
    care       BOOLEAN NOT NULL,
    epoch      BIGINT  NOT NULL,
    head       BIGINT  NOT NULL,
    -- The highest seq of a deleted tombstone: a device with an older cursor has to pull from the start.
    cleared    BIGINT  NOT NULL,
    created_at BIGINT  NOT NULL,
    -- Lets foreign keys require a care collection.
    UNIQUE (id, care)
);

-- A private collection has one member, who is not its therapist.
CREATE TABLE collection_members (
    collection BLOB NOT NULL,
    care       BOOLEAN NOT NULL,
    account    BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    therapist  BOOLEAN NOT NULL,
    joined_at  BIGINT  NOT NULL,
    PRIMARY KEY (collection, account),
    FOREIGN KEY (collection, care) REFERENCES collections (id, care) ON DELETE CASCADE,
    CHECK (care OR NOT therapist)
);
CREATE UNIQUE INDEX collection_members_private ON collection_members (collection) WHERE NOT care;
CREATE INDEX collection_members_account ON collection_members (account);

CREATE TABLE collection_epochs (
    collection BLOB   NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    epoch      BIGINT NOT NULL,
    key_check  BLOB   NOT NULL,
    PRIMARY KEY (collection, epoch)
);

CREATE TABLE collection_keys (
    collection BLOB   NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    epoch      BIGINT NOT NULL,
    account    BLOB   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    key_sealed BLOB   NOT NULL,
    PRIMARY KEY (collection, epoch, account)
);

CREATE TABLE invitations (
    id            BLOB   NOT NULL PRIMARY KEY,
    therapist     BLOB   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash    BLOB   NOT NULL,
    welcome       BLOB   NOT NULL,
    secret_sealed BLOB   NOT NULL,
    label_sealed  BLOB,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    revoked_at    BIGINT,
    used_by       BLOB,
    collection    BLOB
);
CREATE INDEX invitations_therapist ON invitations (therapist);

-- Only keys of care collections are handed over.
CREATE TABLE handovers (
    collection BLOB NOT NULL,
    care       BOOLEAN NOT NULL DEFAULT TRUE CHECK (care),
    account    BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    invitation BLOB NOT NULL REFERENCES invitations (id),
    message    BLOB NOT NULL,
    PRIMARY KEY (collection, account),
    FOREIGN KEY (collection, care) REFERENCES collections (id, care) ON DELETE CASCADE
);

-- A rowid table: rows are appended, and only two narrow indexes are sorted.
CREATE TABLE records (
    collection BLOB   NOT NULL,
    id         BLOB   NOT NULL,
    revision   BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    blob       BLOB,
    hash       BLOB   NOT NULL,
    -- Results of earlier revisions, newest last, so that a repeated push gets its original result.
    receipts   BLOB,
    stored_at  BIGINT NOT NULL
);
CREATE UNIQUE INDEX records_id ON records (collection, id);
CREATE UNIQUE INDEX records_seq ON records (collection, seq);
CREATE INDEX records_deleted ON records (stored_at) WHERE blob IS NULL;

CREATE TABLE audit_heads (
    chain  BLOB   NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    hash   BLOB   NOT NULL
);

CREATE TABLE audit (
    chain   BLOB   NOT NULL,
    number  BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    actor   BLOB,
    device  BLOB,
    action  TEXT   NOT NULL,
    subject BLOB,
    hash    BLOB   NOT NULL,
    PRIMARY KEY (chain, number)
);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
