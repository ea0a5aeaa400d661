-- Photos and voice notes: the sealed bytes are files beside the store, their keys stand in the records.

-- Which record refers to which attachment; `size` is that of the plain bytes.
CREATE TABLE attachment_ref (
    row BIGINT NOT NULL,
    id BLOB NOT NULL,
    size BIGINT NOT NULL,
    PRIMARY KEY (row, id)
);
CREATE INDEX attachment_ref_by_id ON attachment_ref (id);

-- Where an attachment has to be on the server, or (`wanted` is false) must not be any more. `settled`: it is so.
-- `problem`: the code of why it cannot be now.
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

-- Lists of one kind, without reading the others.
CREATE INDEX record_by_kind ON record (kind, at_ms, id) WHERE content IS NOT NULL AND NOT copy;

-- Search as one types begins with one sign: that prefix is kept as well. Filled when the store opens.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    prefix = '1 2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);
-- The words of the journal, for those that were typed with a slip.
CREATE VIRTUAL TABLE search_word USING fts5vocab (search, 'row');
