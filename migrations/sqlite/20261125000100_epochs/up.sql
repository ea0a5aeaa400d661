-- Handovers of an epoch's key from the member who began the epoch to the others, in care collections.

CREATE TABLE epoch_handovers (
    collection BLOB NOT NULL,
    care       BOOLEAN NOT NULL DEFAULT TRUE CHECK (care),
    epoch      BIGINT NOT NULL,
    account    BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    sender     BLOB NOT NULL,
    -- The generation of the sender's keys, if the message also contains a new identity.
    generation BIGINT,
    message    BLOB NOT NULL,
    PRIMARY KEY (collection, epoch, account),
    FOREIGN KEY (collection, care) REFERENCES collections (id, care) ON DELETE CASCADE
);
CREATE INDEX epoch_handovers_account ON epoch_handovers (account);
