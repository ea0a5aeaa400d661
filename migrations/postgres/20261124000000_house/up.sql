-- All ids are the sixteen bytes of a UUIDv7; all times are milliseconds since the Unix epoch.

CREATE TABLE secrets (
    name  TEXT NOT NULL PRIMARY KEY,
    value BYTEA NOT NULL
);

CREATE TABLE signing_keys (
    kid        TEXT   NOT NULL PRIMARY KEY,
    seed       BYTEA   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE accounts (
    id                  BYTEA   NOT NULL PRIMARY KEY,
    handle              TEXT   NOT NULL UNIQUE,
    opaque              BYTEA   NOT NULL,
    account_by_password BYTEA   NOT NULL,
    account_by_recovery BYTEA   NOT NULL,
    recovery_hash       BYTEA   NOT NULL,
    -- The account's manifest, sealed by itself.
    manifest            BYTEA   NOT NULL,
    manifest_version    BIGINT NOT NULL,
    created_at          BIGINT NOT NULL
);

CREATE TABLE sign_in_attempts (
    hash       BYTEA   NOT NULL PRIMARY KEY,
    account    BYTEA,
    state      BYTEA   NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempts_expiry ON sign_in_attempts (expires_at);

CREATE TABLE devices (
    id                 BYTEA    NOT NULL PRIMARY KEY,
    account            BYTEA    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name               TEXT    NOT NULL,
    cookie             BOOLEAN NOT NULL,
    created_at         BIGINT  NOT NULL,
    seen_at            BIGINT  NOT NULL,
    refresh_current    BYTEA    NOT NULL,
    refresh_previous   BYTEA,
    refresh_expires_at BIGINT  NOT NULL
);
CREATE INDEX devices_account ON devices (account);

CREATE TABLE practices (
    id         BYTEA   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE members (
    account   BYTEA    NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    practice  BYTEA    NOT NULL REFERENCES practices (id),
    name      TEXT    NOT NULL,
    therapist BOOLEAN NOT NULL,
    owner     BOOLEAN NOT NULL,
    joined_at BIGINT  NOT NULL
);
CREATE INDEX members_practice ON members (practice);

CREATE TABLE enrolments (
    id         BYTEA    NOT NULL PRIMARY KEY,
    practice   BYTEA REFERENCES practices (id),
    code_hash  BYTEA    NOT NULL UNIQUE,
    therapist  BOOLEAN NOT NULL,
    owner      BOOLEAN NOT NULL,
    created_by BYTEA,
    created_at BIGINT  NOT NULL,
    expires_at BIGINT  NOT NULL,
    used_by    BYTEA
);

CREATE TABLE collections (
    id         BYTEA    NOT NULL PRIMARY KEY,
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
    collection BYTEA NOT NULL,
    care       BOOLEAN NOT NULL,
    account    BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    therapist  BOOLEAN NOT NULL,
    joined_at  BIGINT  NOT NULL,
    PRIMARY KEY (collection, account),
    FOREIGN KEY (collection, care) REFERENCES collections (id, care) ON DELETE CASCADE,
    CHECK (care OR NOT therapist)
);
CREATE UNIQUE INDEX collection_members_private ON collection_members (collection) WHERE NOT care;
CREATE INDEX collection_members_account ON collection_members (account);

CREATE TABLE collection_epochs (
    collection BYTEA   NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    epoch      BIGINT NOT NULL,
    key_check  BYTEA   NOT NULL,
    PRIMARY KEY (collection, epoch)
);

CREATE TABLE collection_keys (
    collection BYTEA   NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    epoch      BIGINT NOT NULL,
    account    BYTEA   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    key_sealed BYTEA   NOT NULL,
    PRIMARY KEY (collection, epoch, account)
);

CREATE TABLE invitations (
    id            BYTEA   NOT NULL PRIMARY KEY,
    therapist     BYTEA   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash    BYTEA   NOT NULL,
    welcome       BYTEA   NOT NULL,
    secret_sealed BYTEA   NOT NULL,
    label_sealed  BYTEA,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    revoked_at    BIGINT,
    used_by       BYTEA,
    collection    BYTEA
);
CREATE INDEX invitations_therapist ON invitations (therapist);

-- Only keys of care collections are handed over.
CREATE TABLE handovers (
    collection BYTEA NOT NULL,
    care       BOOLEAN NOT NULL DEFAULT TRUE CHECK (care),
    account    BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    invitation BYTEA NOT NULL REFERENCES invitations (id),
    message    BYTEA NOT NULL,
    PRIMARY KEY (collection, account),
    FOREIGN KEY (collection, care) REFERENCES collections (id, care) ON DELETE CASCADE
);

CREATE TABLE records (
    collection BYTEA   NOT NULL,
    id         BYTEA   NOT NULL,
    revision   BIGINT NOT NULL,
    seq        BIGINT NOT NULL,
    blob       BYTEA,
    hash       BYTEA   NOT NULL,
    -- Results of earlier revisions, newest last, so that a repeated push gets its original result.
    receipts   BYTEA,
    stored_at  BIGINT NOT NULL
);
CREATE UNIQUE INDEX records_id ON records (collection, id);
CREATE UNIQUE INDEX records_seq ON records (collection, seq);
CREATE INDEX records_deleted ON records (stored_at) WHERE blob IS NULL;

CREATE TABLE audit_heads (
    chain  BYTEA   NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL,
    hash   BYTEA   NOT NULL
);

CREATE TABLE audit (
    chain   BYTEA   NOT NULL,
    number  BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    actor   BYTEA,
    device  BYTEA,
    action  TEXT   NOT NULL,
    subject BYTEA,
    hash    BYTEA   NOT NULL,
    PRIMARY KEY (chain, number)
);
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END $$;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- Sealed bytes do not compress: do not try.
ALTER TABLE records ALTER COLUMN blob SET STORAGE EXTERNAL;
