-- Attachments: announced with their size, uploaded in parts from the first byte to the last.

CREATE TABLE attachments (
    collection BLOB   NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    id         BLOB   NOT NULL,
    -- The account that uploads it.
    account    BLOB   NOT NULL,
    size       BIGINT NOT NULL,
    -- Received bytes, a prefix.
    stored     BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    PRIMARY KEY (collection, id)
);
CREATE INDEX attachments_unfinished ON attachments (touched_at) WHERE stored < size;

CREATE TABLE attachment_parts (
    collection BLOB   NOT NULL,
    attachment BLOB   NOT NULL,
    start      BIGINT NOT NULL,
    bytes      BLOB   NOT NULL,
    PRIMARY KEY (collection, attachment, start),
    FOREIGN KEY (collection, attachment) REFERENCES attachments (collection, id) ON DELETE CASCADE
);
