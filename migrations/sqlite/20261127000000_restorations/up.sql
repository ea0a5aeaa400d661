-- Restorations from a backup: the seq from which a collection continued (began), and its last seq before (kept). Devices
-- that have seen more are told to upload it again.
CREATE TABLE restorations (
    collection BLOB   NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    began      BIGINT NOT NULL,
    kept       BIGINT NOT NULL,
    PRIMARY KEY (collection, began)
);
