//! Integration tests of the server: one binary. Most tests run on SQLite and, if `AFTERGLOW_TEST_POSTGRES` is set, on
//! PostgreSQL.
//!
//! - `world`: a server on a free port with a test clock; `people`: its users; `made_up`: what they send
//! - `accounts`, `sessions`, `second_factor`, `renewal`, `erasure`: accounts and credentials
//! - `factor_rule`: a practice that requires a second factor
//! - `care`, `epochs`: invitations, collections, key rotation; `practice`: what owners manage; `audit`: the audit log
//! - `sync`, `pages`, `groups`, `groups_at_once`, `changes`, `attachments`: push, pull, checkpoints, change streams,
//!   attachments; `stored`: the contents of the database file
//! - `access`: every route × every role × own resource, another's, none
//! - `bad_input`, `doors`: malformed input, registration, quotas
//! - `backup`, `in_place`, `migrations`: backups, database files, earlier schemas
//! - `faults`, `outages`, `full_disk`: killed servers, PostgreSQL outages, a full disk; `process`: the real program
//! - `surface`, `metrics`, `tls`, `portal_list`: headers, pages, metrics, certificates, the portal's checksums

#![allow(clippy::unwrap_used, missing_docs, reason = "a test that finds something else stops")]

mod access;
mod accounts;
mod attachments;
mod audit;
mod backup;
mod bad_input;
mod care;
mod changes;
mod doors;
mod epochs;
mod erasure;
mod factor_rule;
mod faults;
mod full_disk;
mod groups;
mod groups_at_once;
mod in_place;
mod made_up;
mod metrics;
mod migrations;
mod outages;
mod pages;
mod people;
mod portal_list;
mod practice;
mod process;
mod renewal;
mod second_factor;
mod sessions;
mod stored;
mod surface;
mod sync;
mod tls;
mod world;
