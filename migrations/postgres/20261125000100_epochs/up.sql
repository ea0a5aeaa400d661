-- An epoch's key on its way from the member who began the epoch to each other one: in care collections alone.

CREATE TABLE epoch_handovers (
    collection BYTEA NOT NULL,
    care       BOOLEAN NOT NULL DEFAULT TRUE CHECK (care),
    epoch      BIGINT NOT NULL,
    account    BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    sender     BYTEA NOT NULL,
    -- The generation of the sender's keys, when the message brings a new identity as well.
    generation BIGINT,
    message    BYTEA NOT NULL,
    PRIMARY KEY (collection, epoch, account),
    FOREIGN KEY (collection, care) REFERENCES collections (id, care) ON DELETE CASCADE
);
CREATE INDEX epoch_handovers_account ON epoch_handovers (account);
