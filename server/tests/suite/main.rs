//! The server, from outside: one binary, every story on SQLite and (where `AFTERGLOW_TEST_POSTGRES` names a server) on
//! PostgreSQL.
//!
//! - `world`: a server on a free port with a clock that can be moved; people who sign in to it
//! - `accounts`, `sessions`: registration, sign-in, tokens, refresh, devices, recovery
//! - `factor`: the second factor; `erasure`: deleting everything
//! - `care`: invitations, collections; `practice`: what an owner sees and changes; `trail`: who read what, and when
//! - `sync`, `changes`: both directions, and being told; `attachments`: what is too large for them
//! - `groups`: all or nothing, with their checkpoints
//! - `epochs`: new keys after somebody lost access; therapists' own collections; `renewal`: everything after a lost phone
//! - `access`: every route × every role × own, another's, none
//! - `bad_input`: what should never come, and does
//! - `migrations`: tables of earlier releases
//! - `faults`: servers that are killed; `outages`: databases that are; `full_disk`; `backup`, `in_place`: servers that are
//!   restored; `process`: the program, and clusters that may be broken
//! - `surface`: pages, headers, descriptions

#![allow(clippy::unwrap_used, missing_docs, reason = "a test that finds something else stops")]

mod access;
mod accounts;
mod attachments;
mod backup;
mod bad_input;
mod care;
mod changes;
mod doors;
mod epochs;
mod erasure;
mod factor;
mod faults;
mod full_disk;
mod groups;
mod in_place;
mod metrics;
mod migrations;
mod outages;
mod people;
mod portal_list;
mod practice;
mod process;
mod renewal;
mod sessions;
mod surface;
mod sync;
mod tls;
mod trail;
mod world;
