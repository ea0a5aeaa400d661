-- Photos and voice notes: the sealed bytes are files beside the store, and their keys are in the records.

-- The attachments of each record; `size` is the size before sealing, in bytes.
CREATE TABLE attachment_ref (
    row BIGINT NOT NULL,
    id BLOB NOT NULL,
    size BIGINT NOT NULL,
    PRIMARY KEY (row, id)
);
CREATE INDEX attachment_ref_by_id ON attachment_ref (id);

-- Whether an attachment must be on the server, or (`wanted` is false) must be deleted there. `settled`: this is done.
-- `problem`: the code of the error that prevents it.
CREATE TABLE attachment_place (
    collection BLOB NOT NULL,
    id BLOB NOT NULL,
    size BIGINT NOT NULL,
    wanted BOOLEAN NOT NULL,
    settled BOOLEAN NOT NULL DEFAULT FALSE,
    problem TEXT,
    PRIMARY KEY (collection, id)
);
CREATE INDEX attachment_place_waiting ON attachment_place (collection, id) WHERE NOT settled;
CREATE INDEX attachment_place_by_id ON attachment_place (id);

-- For lists of one kind, without reading other rows.
CREATE INDEX record_by_kind ON record (kind, at_ms, id) WHERE content IS NOT NULL AND NOT copy;

-- Search while typing begins with one character, so prefixes of one character are indexed as well. Filled when the
-- store opens.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    prefix = '1 2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);
-- All words of the search index, to correct spelling errors in a query.
CREATE VIRTUAL TABLE search_word USING fts5vocab (search, 'row');
