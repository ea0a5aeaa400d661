-- An epoch's key on its way from the member who began the epoch to each other one.

CREATE TABLE epoch_handovers (
    collection BLOB   NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    epoch      BIGINT NOT NULL,
    account    BLOB   NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    sender     BLOB   NOT NULL,
    message    BLOB   NOT NULL,
    PRIMARY KEY (collection, epoch, account)
);
CREATE INDEX epoch_handovers_account ON epoch_handovers (account);
