-- The phone's journal. The whole file is encrypted (SQLCipher), so contents are not sealed a second time.
-- Ids are the sixteen bytes of a UUID. Payloads are the JSON objects of journal::record.

-- The signed-in account: at most one per phone.
CREATE TABLE account (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    id BLOB NOT NULL,
    handle TEXT NOT NULL,
    server TEXT NOT NULL,
    keys BLOB NOT NULL,
    account_key BLOB NOT NULL,
    device BLOB NOT NULL,
    refresh_token TEXT,
    access_token TEXT,
    access_until BIGINT NOT NULL
);

-- Collections of records, with their keys, members and order. `cursor` is the highest seq that was read, `head` the
-- highest seq that the server reported.
CREATE TABLE collection (
    id BLOB PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    cursor BIGINT NOT NULL DEFAULT 0,
    head BIGINT NOT NULL DEFAULT 0,
    members BLOB NOT NULL,
    welcome BLOB,
    created_at BIGINT NOT NULL,
    ended BOOLEAN NOT NULL DEFAULT FALSE,
    problem TEXT
);

CREATE TABLE collection_key (
    collection BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    key BLOB NOT NULL,
    PRIMARY KEY (collection, epoch)
);

-- One row for each record in each collection (journal::sync::Row). `revision`, `base`: the last known state on the
-- server; `content`: the local content (absent: deleted); `dirty`: the two differ; `place`: the position in the outbox;
-- `sent_*`: the push without an answer yet, which is repeated byte for byte; `held`: the code of the error that blocks
-- it. `copy`: a therapist's copy of a private record. `kind`, `at_ms`, `about` are copied from the content for queries.
CREATE TABLE record (
    row INTEGER PRIMARY KEY NOT NULL,
    collection BLOB NOT NULL,
    id BLOB NOT NULL,
    revision INTEGER NOT NULL,
    base BLOB,
    content BLOB,
    dirty BOOLEAN NOT NULL,
    place BIGINT,
    sent_base INTEGER,
    sent_blob BLOB,
    sent_content BLOB,
    held TEXT,
    copy BOOLEAN NOT NULL,
    kind TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    about BLOB,
    UNIQUE (collection, id)
);
CREATE INDEX record_by_id ON record (id);
CREATE INDEX record_by_time ON record (at_ms, id) WHERE content IS NOT NULL AND NOT copy;
CREATE INDEX record_by_about ON record (about) WHERE about IS NOT NULL;
CREATE INDEX record_outbox ON record (place) WHERE place IS NOT NULL;
CREATE INDEX record_held ON record (held) WHERE held IS NOT NULL;

-- During a rebuild: rows that the server has not listed again yet.
CREATE TABLE unconfirmed (
    collection BLOB NOT NULL,
    id BLOB NOT NULL,
    PRIMARY KEY (collection, id)
);

-- Records of the server that cannot be opened (yet), as received.
CREATE TABLE aside (
    collection BLOB NOT NULL,
    id BLOB NOT NULL,
    revision INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    blob BLOB,
    why TEXT NOT NULL,
    PRIMARY KEY (collection, id)
);

-- Unfinished entries, saved at every pause. `base` is the entry at the beginning of the editing.
CREATE TABLE draft (
    id BLOB PRIMARY KEY NOT NULL,
    content BLOB NOT NULL,
    base BLOB,
    saved_at BIGINT NOT NULL
);

CREATE TABLE setting (
    name TEXT PRIMARY KEY NOT NULL,
    value BLOB NOT NULL
);

-- The search index. store::search folds the words before they are indexed; the text itself is not stored again. `M*`
-- keeps vowel signs inside their words (Devanagari, Thai, Arabic).
CREATE VIRTUAL TABLE search USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);
