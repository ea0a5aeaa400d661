//! The phone's core from outside: the real server, real phones, a therapist, and a bad network between them.
//!
//! - [`world`]: the server on a random port, phones, a clock that is set
//! - [`therapist`]: plays the other side with the portal's own desk
//! - [`network`]: passes calls on to the server, and loses, delays or forges answers where a story wants it
//! - [`alone`]: without a network: write, draft, list, find, export
//! - [`attachments`]: photos and voice notes, sealed, brought in parts, shared, deleted
//! - [`epochs`]: a lost phone is shut out, and its keys open nothing that comes after
//! - [`kill`]: a real process, killed anywhere; [`released`]: stores of every released version
//! - [`erase`]: everything is deleted, and it is said what is gone
//! - [`lock`]: PIN, waits, auto-lock, face or finger
//! - [`arc`]: the arc of the work as screens show it, over clocks that change and date lines; [`caring`]: what is shared,
//!   answered, assigned and kept between client and therapist
//! - [`imports`]: other apps' exports, and what a file must not decide
//! - [`journeys`]: two phones and a therapist: offline edits, merge, share, take back, recovery
//! - [`readers`]: who can read what is shared
//! - [`search`]: words, filters, slips, every script
//! - [`terminal`]: the terminal phone, as integrators use it
//! - [`part2`]: a practice under 42 CFR Part 2; [`paper`]: reads the text of a PDF
//! - [`transfer`]: export and import; [`leaving`]: what exports say of themselves, and how much memory they take
//! - [`restored`]: a server that comes back from a backup
//! - [`safety`]: when somebody is not well: what is said is true, and reaches whoever was promised
//! - [`effects`]: side effects after a session
//! - [`safety`]: safety answers and signs: texts are true, and reach the promised recipient
//! - [`one_way`]: a form, a draft and an import are committed alike
//! - [`outages`]: the server's database is stopped, killed and replaced
//! - [`faults`]: lost replies, forged answers, wrong passwords, a server that is away

#![allow(clippy::unwrap_used)] // A test that unwraps fails, which is what it is for.

mod alone;
mod arc;
mod attachments;
mod caring;
mod effects;
mod epochs;
mod erase;
mod faults;
mod imports;
mod journeys;
mod kill;
mod leaving;
mod lock;
mod network;
mod one_way;
mod outages;
mod paper;
mod part2;
mod readers;
mod released;
mod restored;
mod safety;
mod search;
mod terminal;
mod therapist;
mod transfer;
mod world;
