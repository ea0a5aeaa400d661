-- Imports, each of which can be undone on its phone, and the records that it created, with a hash of their content:
-- records that were changed since belong to the person and are kept.
CREATE TABLE import (
    id     INTEGER PRIMARY KEY,
    at_ms  BIGINT NOT NULL,
    source TEXT   NOT NULL
);
CREATE TABLE imported (
    collection BLOB    NOT NULL,
    id         BLOB    NOT NULL,
    import     BIGINT  NOT NULL,
    draft      BOOLEAN NOT NULL,
    digest     BLOB    NOT NULL,
    PRIMARY KEY (collection, id)
) WITHOUT ROWID;
CREATE INDEX imported_by_import ON imported (import);
