-- The phone's journal. The file as a whole is encrypted (SQLCipher); nothing here is sealed a second time.
-- Ids are the sixteen bytes of a UUID. Payloads are the JSON objects of journal::record.

-- Who is signed in: at most one account a phone.
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

-- The units of keys, of access and of order. `cursor` is the highest seq seen, `head` the highest seq told of.
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

-- One row for each record and place (journal::sync::Row). `revision`, `base`: what the server is known to hold;
-- `content`: what the person sees (absent: deleted); `dirty`: they differ; `place`: where it stands in the outbox;
-- `sent_*`: the push that is under way, byte for byte; `held`: why it waits.
-- `copy`: a therapist's copy of a private record. `kind`, `at_ms`, `about` are read out of the content for queries.
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

-- During a rebuild: rows that the server has not named again.
CREATE TABLE unconfirmed (
    collection BLOB NOT NULL,
    id BLOB NOT NULL,
    PRIMARY KEY (collection, id)
);

-- Records of the server that cannot be opened (yet), as they came.
CREATE TABLE aside (
    collection BLOB NOT NULL,
    id BLOB NOT NULL,
    revision INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    blob BLOB,
    why TEXT NOT NULL,
    PRIMARY KEY (collection, id)
);

-- What is being written: saved at every pause. `base` is the entry as it was when the editing began.
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

-- The words of the entries, folded by store::search before they come here; the text itself is not kept twice.
-- `M*` keeps vowel signs inside their words (Devanagari, Thai, Arabic).
CREATE VIRTUAL TABLE search USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);
