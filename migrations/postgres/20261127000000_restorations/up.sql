-- Where a collection counts on from since the server was restored from a backup (began), and up to where it had kept its
-- changes (kept): who has seen more is told so.
CREATE TABLE restorations (
    collection BYTEA   NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    began      BIGINT NOT NULL,
    kept       BIGINT NOT NULL,
    PRIMARY KEY (collection, began)
);
