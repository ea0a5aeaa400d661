-- The highest revision that was seen of a record and that a restored server has lost. Hardly ever is there any.
CREATE TABLE lost (
    collection BLOB    NOT NULL,
    id         BLOB    NOT NULL,
    revision   INTEGER NOT NULL,
    PRIMARY KEY (collection, id)
) WITHOUT ROWID;
-- Why a collection is read from its start: -1 for the first time, -2 deletions were forgotten, otherwise the server was
-- restored and numbers from this one on are later than what was seen.
ALTER TABLE collection ADD COLUMN rebuild BIGINT;
