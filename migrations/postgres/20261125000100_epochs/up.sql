-- Handovers of an epoch's key from the member who began the epoch to the others, in care collections.

CREATE TABLE epoch_handovers (
    collection BYTEA NOT NULL,
    care       BOOLEAN NOT NULL DEFAULT TRUE CHECK (care),
    epoch      BIGINT NOT NULL,
    account    BYTEA NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    sender     BYTEA NOT NULL,
    -- The generation of the sender's keys, if the message also contains a new identity.
    generation BIGINT,
    message    BYTEA NOT NULL,
    PRIMARY KEY (collection, epoch, account),
    FOREIGN KEY (collection, care) REFERENCES collections (id, care) ON DELETE CASCADE
);
CREATE INDEX epoch_handovers_account ON epoch_handovers (account);
