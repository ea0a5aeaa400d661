-- An epoch's key on its way from the member who began the epoch to each other one.

CREATE TABLE epoch_handovers (
    collection BYTEA   NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    epoch      BIGINT NOT NULL,
    account    BYTEA   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    sender     BYTEA   NOT NULL,
    message    BYTEA   NOT NULL,
    PRIMARY KEY (collection, epoch, account)
);
CREATE INDEX epoch_handovers_account ON epoch_handovers (account);
