//! The tables, as both databases have them. See `migrations/`.

// The macros make public items that have nothing to say for themselves.
#![allow(missing_docs)]

diesel::table! { secrets (name) { name -> Text, value -> Binary, } }

diesel::table! { signing_keys (kid) { kid -> Text, seed -> Binary, created_at -> BigInt, } }

diesel::table! {
    accounts (id) {
        id -> Binary,
        handle -> Text,
        opaque -> Binary,
        account_by_password -> Binary,
        account_by_recovery -> Binary,
        identity_sealed -> Binary,
        identity_public -> Binary,
        recovery_hash -> Binary,
        created_at -> BigInt,
    }
}

diesel::table! {
    sign_in_attempts (hash) {
        hash -> Binary,
        account -> Nullable<Binary>,
        state -> Binary,
        expires_at -> BigInt,
        failures -> BigInt,
    }
}

diesel::table! {
    devices (id) {
        id -> Binary,
        account -> Binary,
        name -> Text,
        cookie -> Bool,
        created_at -> BigInt,
        seen_at -> BigInt,
        refresh_current -> Binary,
        refresh_previous -> Nullable<Binary>,
        refresh_expires_at -> BigInt,
    }
}

diesel::table! {
    practices (id) {
        id -> Binary,
        name -> Text,
        created_at -> BigInt,
        idle_lock_minutes -> BigInt,
        retention_days -> BigInt,
        wording_version -> Text,
    }
}

diesel::table! {
    members (account) {
        account -> Binary,
        practice -> Binary,
        name -> Text,
        therapist -> Bool,
        owner -> Bool,
        joined_at -> BigInt,
    }
}

diesel::table! {
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
}

diesel::table! {
    collections (id) {
        id -> Binary,
        care -> Bool,
        epoch -> BigInt,
        head -> BigInt,
        cleared -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    collection_members (collection, account) {
        collection -> Binary,
        account -> Binary,
        therapist -> Bool,
        joined_at -> BigInt,
    }
}

diesel::table! {
    collection_epochs (collection, epoch) { collection -> Binary, epoch -> BigInt, key_check -> Binary, }
}

diesel::table! {
    collection_keys (collection, epoch, account) {
        collection -> Binary,
        epoch -> BigInt,
        account -> Binary,
        key_sealed -> Binary,
    }
}

diesel::table! {
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
    }
}

diesel::table! {
    handovers (collection, account) {
        collection -> Binary,
        account -> Binary,
        invitation -> Binary,
        message -> Binary,
    }
}

diesel::table! {
    records (collection, id) {
        collection -> Binary,
        id -> Binary,
        revision -> BigInt,
        seq -> BigInt,
        blob -> Nullable<Binary>,
        hash -> Binary,
        receipts -> Nullable<Binary>,
        stored_at -> BigInt,
    }
}

diesel::table! {
    attachments (collection, id) {
        collection -> Binary,
        id -> Binary,
        account -> Binary,
        size -> BigInt,
        stored -> BigInt,
        created_at -> BigInt,
        touched_at -> BigInt,
    }
}

diesel::table! {
    attachment_parts (collection, attachment, start) {
        collection -> Binary,
        attachment -> Binary,
        start -> BigInt,
        bytes -> Binary,
    }
}

diesel::table! {
    epoch_handovers (collection, epoch, account) {
        collection -> Binary,
        epoch -> BigInt,
        account -> Binary,
        sender -> Binary,
        message -> Binary,
    }
}

diesel::table! {
    second_factors (account) {
        account -> Binary,
        secret -> Binary,
        confirmed_at -> Nullable<BigInt>,
        last_step -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! { spare_codes (account, hash) { account -> Binary, hash -> Binary, } }

diesel::table! {
    former_members (account) { account -> Binary, practice -> Binary, name -> Text, left_at -> BigInt, }
}

diesel::table! { audit_heads (chain) { chain -> Binary, number -> BigInt, hash -> Binary, } }

diesel::table! {
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
    invitations,
    handovers,
    records,
    second_factors,
    former_members,
);
