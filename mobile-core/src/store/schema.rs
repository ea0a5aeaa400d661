//! The tables for diesel. `migrations/device` defines them.

use diesel::table;

table! {
    account (one) {
        one -> Integer,
        id -> Binary,
        handle -> Text,
        server -> Text,
        keys -> Binary,
        account_key -> Binary,
        device -> Binary,
        refresh_token -> Nullable<Text>,
        access_token -> Nullable<Text>,
        access_until -> BigInt,
        manifest -> Binary,
        manifest_version -> Integer,
    }
}

table! {
    collection (id) {
        id -> Binary,
        kind -> Text,
        epoch -> Integer,
        cursor -> BigInt,
        head -> BigInt,
        members -> Binary,
        welcome -> Nullable<Binary>,
        created_at -> BigInt,
        ended -> Bool,
        problem -> Nullable<Text>,
        rebuild -> Nullable<BigInt>,
        trust -> Nullable<Binary>,
        on_its_way -> Nullable<Binary>,
    }
}

table! {
    collection_key (collection, epoch) {
        collection -> Binary,
        epoch -> Integer,
        key -> Binary,
    }
}

table! {
    record (row) {
        row -> BigInt,
        collection -> Binary,
        id -> Binary,
        revision -> Integer,
        base -> Nullable<Binary>,
        content -> Nullable<Binary>,
        dirty -> Bool,
        place -> Nullable<BigInt>,
        held -> Nullable<Text>,
        copy -> Bool,
        kind -> Text,
        at_ms -> BigInt,
        about -> Nullable<Binary>,
        sent -> Nullable<Binary>,
        seal -> Nullable<Binary>,
    }
}

table! {
    lost (collection, id) {
        collection -> Binary,
        id -> Binary,
        revision -> Integer,
    }
}

table! {
    unconfirmed (collection, id) {
        collection -> Binary,
        id -> Binary,
    }
}

table! {
    aside (collection, id) {
        collection -> Binary,
        id -> Binary,
        revision -> Integer,
        seq -> BigInt,
        blob -> Nullable<Binary>,
        why -> Text,
        deleted -> Bool,
        seal -> Nullable<Binary>,
    }
}

table! {
    missing (collection, id) {
        collection -> Binary,
        id -> Binary,
    }
}

table! {
    removed (collection, id) {
        collection -> Binary,
        id -> Binary,
        content -> Binary,
        at -> BigInt,
    }
}

table! {
    restoration (era) {
        era -> Integer,
        at -> BigInt,
    }
}

table! {
    draft (id) {
        id -> Binary,
        content -> Binary,
        base -> Nullable<Binary>,
        saved_at -> BigInt,
    }
}

table! {
    setting (name) {
        name -> Text,
        value -> Binary,
    }
}

table! {
    attachment_ref (row, id) {
        row -> BigInt,
        id -> Binary,
        size -> BigInt,
    }
}

table! {
    attachment_place (collection, id) {
        collection -> Binary,
        id -> Binary,
        size -> BigInt,
        wanted -> Bool,
        settled -> Bool,
        problem -> Nullable<Text>,
    }
}

table! {
    import (id) {
        id -> BigInt,
        at_ms -> BigInt,
        source -> Text,
    }
}

table! {
    imported (collection, id) {
        collection -> Binary,
        id -> Binary,
        import -> BigInt,
        draft -> Bool,
        digest -> Binary,
    }
}

table! {
    // The words of the full-text index (fts5vocab).
    search_word (term) {
        term -> Text,
        doc -> BigInt,
    }
}

table! {
    // Full-text index (FTS5, contentless); `rowid` is `record.row`, `rank` its hidden column.
    search (rowid) {
        rowid -> BigInt,
        words -> Text,
        rank -> Double,
    }
}

table! {
    conflict (row) {
        row -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(conflict, record);
diesel::allow_tables_to_appear_in_same_query!(record, search, attachment_ref, attachment_place);
