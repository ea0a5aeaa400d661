//! The tables, the same in both databases. See `migrations/`.

// The macros generate undocumented items.
#![allow(missing_docs)]

/// For each table: diesel's schema, and a struct that copies whole rows for [`super::copy`].
macro_rules! tables {
    ($($table:ident ($($key:ident),+) { $($column:ident -> $kind:ident $(<$inner:ident>)?,)+ })+) => {
        $(diesel::table! { $table ($($key),+) { $($column -> $kind $(<$inner>)?,)+ } })+

        mod whole {
            $(pub mod $table {
                use diesel::connection::DefaultLoadingMode;
                use diesel::pg::PgRowByRowLoadingMode;
                use diesel::prelude::*;
                use diesel::sql_types::*;

                use super::super::$table;
                use crate::db::copy::{BATCH, Value};
                use crate::db::{Conn, conn::native};

                #[derive(Queryable, Insertable)]
                #[diesel(table_name = $table, treat_none_as_default_value = false)]
                struct Row {
                    $($column: Value<$kind $(<$inner>)?>,)+
                }

                pub fn copy(from: &mut Conn, to: &mut Conn) -> QueryResult<()> {
                    match from {
                        Conn::Postgres(c) => put($table::table.load_iter::<Row, PgRowByRowLoadingMode>(c)?, to),
                        Conn::Sqlite(c) => put($table::table.load_iter::<Row, DefaultLoadingMode>(c)?, to),
                    }
                }

                fn put(rows: impl Iterator<Item = QueryResult<Row>>, to: &mut Conn) -> QueryResult<()> {
                    let mut batch = Vec::with_capacity(BATCH);
                    // SQLite would restart a finished statement if it were polled again.
                    let mut rows = rows.fuse().peekable();
                    while rows.peek().is_some() {
                        for row in rows.by_ref().take(BATCH) {
                            batch.push(row?);
                        }
                        native!(to, c => diesel::insert_into($table::table).values(&batch).execute(c))?;
                        batch.clear();
                    }
                    Ok(())
                }
            })+
        }

        /// Copies all tables, parents before children.
        pub(super) fn copy_all(from: &mut super::Conn, to: &mut super::Conn) -> diesel::QueryResult<()> {
            $(whole::$table::copy(from, to)?;)+
            Ok(())
        }
    };
}

tables! {
    secrets (name) {
        name -> Text,
        value -> Binary,
    }
    signing_keys (kid) {
        kid -> Text,
        seed -> Binary,
        created_at -> BigInt,
    }
    accounts (id) {
        id -> Binary,
        handle -> Text,
        opaque -> Binary,
        account_by_password -> Binary,
        account_by_recovery -> Binary,
        recovery_hash -> Binary,
        manifest -> Binary,
        manifest_version -> BigInt,
        created_at -> BigInt,
    }
    sign_in_attempts (hash) {
        hash -> Binary,
        account -> Nullable<Binary>,
        state -> Binary,
        expires_at -> BigInt,
        failures -> BigInt,
    }
    devices (id) {
        id -> Binary,
        account -> Binary,
        name -> Text,
        cookie -> Bool,
        created_at -> BigInt,
        seen_at -> BigInt,
        seen_with -> Nullable<Text>,
        refresh_current -> Binary,
        refresh_previous -> Nullable<Binary>,
        refresh_expires_at -> BigInt,
    }
    practices (id) {
        id -> Binary,
        name -> Text,
        created_at -> BigInt,
        idle_lock_minutes -> BigInt,
        second_factor_required -> Bool,
    }
    members (account) {
        account -> Binary,
        practice -> Binary,
        name -> Text,
        therapist -> Bool,
        owner -> Bool,
        joined_at -> BigInt,
    }
    former_members (account) {
        account -> Binary,
        practice -> Binary,
        name -> Text,
        left_at -> BigInt,
    }
    enrolments (id) {
        id -> Binary,
        practice -> Nullable<Binary>,
        code_hash -> Binary,
        therapist -> Bool,
        owner -> Bool,
        created_by -> Nullable<Binary>,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_by -> Nullable<Binary>,
        revoked_at -> Nullable<BigInt>,
    }
    second_factors (account) {
        account -> Binary,
        secret -> Binary,
        confirmed_at -> Nullable<BigInt>,
        last_step -> BigInt,
        created_at -> BigInt,
    }
    spare_codes (account, hash) {
        account -> Binary,
        hash -> Binary,
    }
    collections (id) {
        id -> Binary,
        care -> Bool,
        epoch -> BigInt,
        head -> BigInt,
        cleared -> BigInt,
        created_at -> BigInt,
    }
    restorations (collection, began) {
        collection -> Binary,
        began -> BigInt,
        kept -> BigInt,
    }
    collection_members (collection, account) {
        collection -> Binary,
        care -> Bool,
        account -> Binary,
        therapist -> Bool,
        joined_at -> BigInt,
    }
    collection_epochs (collection, epoch) {
        collection -> Binary,
        epoch -> BigInt,
        key_check -> Binary,
    }
    collection_keys (collection, epoch, account) {
        collection -> Binary,
        epoch -> BigInt,
        account -> Binary,
        key_sealed -> Binary,
    }
    epoch_handovers (collection, epoch, account) {
        collection -> Binary,
        care -> Bool,
        epoch -> BigInt,
        account -> Binary,
        sender -> Binary,
        generation -> Nullable<BigInt>,
        message -> Binary,
    }
    invitations (id) {
        id -> Binary,
        therapist -> Binary,
        token_hash -> Binary,
        welcome -> Binary,
        secret_sealed -> Binary,
        label_sealed -> Nullable<Binary>,
        created_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
        used_by -> Nullable<Binary>,
        collection -> Nullable<Binary>,
        registered_at -> Nullable<BigInt>,
    }
    handovers (collection, account) {
        collection -> Binary,
        care -> Bool,
        account -> Binary,
        invitation -> Binary,
        message -> Binary,
    }
    records (collection, id) {
        collection -> Binary,
        id -> Binary,
        revision -> BigInt,
        seq -> BigInt,
        blob -> Nullable<Binary>,
        hash -> Binary,
        receipts -> Nullable<Binary>,
        stored_at -> BigInt,
        author -> Binary,
        deleted -> Bool,
    }
    checkpoints (collection, account) {
        collection -> Binary,
        account -> Binary,
        revision -> BigInt,
        blob -> Binary,
        receipts -> Binary,
        written_bytes -> BigInt,
        written_records -> BigInt,
    }
    attachments (collection, id) {
        collection -> Binary,
        id -> Binary,
        account -> Binary,
        size -> BigInt,
        stored -> BigInt,
        created_at -> BigInt,
        touched_at -> BigInt,
    }
    attachment_parts (collection, attachment, start) {
        collection -> Binary,
        attachment -> Binary,
        start -> BigInt,
        bytes -> Binary,
    }
    audit_heads (chain) {
        chain -> Binary,
        number -> BigInt,
        hash -> Binary,
    }
    audit (chain, number) {
        chain -> Binary,
        number -> BigInt,
        at -> BigInt,
        actor -> Nullable<Binary>,
        device -> Nullable<Binary>,
        action -> Text,
        subject -> Nullable<Binary>,
        hash -> Binary,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    devices,
    members,
    practices,
    collections,
    collection_members,
    collection_epochs,
    collection_keys,
    checkpoints,
    invitations,
    handovers,
    records,
    second_factors,
    former_members,
);
