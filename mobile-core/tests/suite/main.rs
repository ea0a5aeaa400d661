//! Integration tests of the phone's core: the real server, real phones, a therapist, and a bad network between them.
//!
//! - [`world`]: the server on a random port, phones, a settable clock
//! - [`therapist`]: the other side, with the portal's own desk
//! - [`network`]: forwards calls to the server, and loses, delays or forges responses on request
//! - [`alone`]: without a network: write, draft, list, find, export
//! - [`attachments`]: photos and voice notes: sealed, uploaded in parts, shared, deleted
//! - [`epochs`]: a lost phone is shut out, and its keys cannot open later records
//! - [`kill`]: a real process, killed anywhere; [`released`]: stores of every released version
//! - [`erase`]: everything is deleted, and the report names what
//! - [`lock`]: PIN, waits, auto-lock, face or fingerprint; [`look_back`]: what recurs is quoted
//! - [`arc`]: the arc of the work as screens show it, with clock changes and date lines; [`caring`]: sharing, replies,
//!   assignments and consent between client and therapist
//! - [`imports`]: other apps' exports, and what a file must not decide
//! - [`journeys`]: two phones and a therapist: offline edits, merge, share, take back, damage; [`accounts`]: names,
//!   passwords, recovery, devices; [`open_app`]: staying in sync
//! - [`readers`]: the page of readers
//! - [`search`]: words, filters, typos, every script
//! - [`terminal`]: the terminal phone, as integrators use it; [`terminal_phone`]: runs it
//! - [`part2`]: a practice under 42 CFR Part 2; [`paper`]: reads the text of a PDF
//! - [`transfer`]: export and import; [`formats`]: formats besides the archive; [`leaving`]: the contents of exports, and
//!   their memory use
//! - [`restored`]: a server that was restored from a backup
//! - [`effects`]: side effects after a session; [`follow_ups`]: weeks and months after the last one
//! - [`safety`]: safety answers and signs: texts are true, and reach the promised recipient; [`safety_paths`]: other ways
//!   by which they are written, shared, resumed or deleted
//! - [`one_way`]: a form, a draft and an import are committed in the same way
//! - [`outages`]: the server's database is stopped, killed and replaced
//! - [`faults`]: lost and forged responses, wrong passwords, an unavailable server

#![allow(clippy::unwrap_used)] // A test that unwraps fails, which is what it is for.

mod accounts;
mod alone;
mod arc;
mod attachments;
mod caring;
mod drafts;
mod effects;
mod epochs;
mod erase;
mod faults;
mod follow_ups;
mod formats;
mod help;
mod imports;
mod journeys;
mod kill;
mod leaving;
mod lock;
mod look_back;
mod measures;
mod network;
mod one_way;
mod open_app;
mod outages;
mod paper;
mod part2;
mod quiet;
mod readers;
mod released;
mod restored;
mod safety;
mod safety_paths;
mod search;
mod sharing;
mod terminal;
mod terminal_phone;
mod therapist;
mod transfer;
mod world;
