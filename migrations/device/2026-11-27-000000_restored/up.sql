-- The highest revision seen of each record that a restored server has lost. Almost always empty.
CREATE TABLE lost (
    collection BLOB    NOT NULL,
    id         BLOB    NOT NULL,
    revision   INTEGER NOT NULL,
    PRIMARY KEY (collection, id)
) WITHOUT ROWID;
-- Why a collection is read from its start: -1: for the first time; -2: the server has cleared its tombstones; otherwise
-- the server was restored, and seqs from this one on are later than those that were seen.
ALTER TABLE collection ADD COLUMN rebuild BIGINT;
