-- The second factor of therapists and owners.

CREATE TABLE second_factors (
    account      BYTEA   NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    secret       BYTEA   NOT NULL,
    -- NULL until a first code has confirmed the secret.
    confirmed_at BIGINT,
    -- The time step of the last accepted code, so that no code is accepted twice.
    last_step    BIGINT NOT NULL,
    created_at   BIGINT NOT NULL
);

CREATE TABLE spare_codes (
    account BYTEA   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    hash    BYTEA   NOT NULL,
    PRIMARY KEY (account, hash)
);

-- Wrong codes of the second factor in this sign-in attempt.
ALTER TABLE sign_in_attempts ADD COLUMN failures BIGINT NOT NULL DEFAULT 0;

ALTER TABLE practices ADD COLUMN idle_lock_minutes BIGINT NOT NULL DEFAULT 15;
ALTER TABLE practices ADD COLUMN retention_days BIGINT NOT NULL DEFAULT 3650;
ALTER TABLE practices ADD COLUMN wording_version TEXT NOT NULL DEFAULT '1';

ALTER TABLE enrolments ADD COLUMN revoked_at BIGINT;
CREATE INDEX enrolments_practice ON enrolments (practice);

-- Names of former members, for the audit log.
CREATE TABLE former_members (
    account  BYTEA   NOT NULL PRIMARY KEY,
    practice BYTEA   NOT NULL,
    name     TEXT   NOT NULL,
    left_at  BIGINT NOT NULL
);

-- The audit log is read by time, over several chains.
CREATE INDEX audit_time ON audit (chain, at);
