-- Imports, so that a whole one can be undone on the phone that made it, and what it brought, as it came in: what was
-- changed since is the person's and stays.
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
