//! The phone's core from outside: the real server, real phones, a therapist, and a bad network between them.
//!
//! - [`world`]: the server on a random port, phones, a clock that is set
//! - [`therapist`]: plays the other side from `journal` and reqwest
//! - [`network`]: passes calls on to the server, and loses, delays or forges answers where a story wants it
//! - [`alone`]: without a network: write, draft, list, find, export
//! - [`lock`]: PIN, waits, auto-lock, face or finger
//! - [`journeys`]: two phones and a therapist: offline edits, merge, share, take back, recovery
//! - [`terminal`]: the terminal phone, as integrators use it
//! - [`faults`]: lost replies, forged answers, wrong passwords, a server that is away

#![allow(clippy::unwrap_used)] // A test that unwraps fails, which is what it is for.

mod alone;
mod faults;
mod journeys;
mod lock;
mod network;
mod terminal;
mod therapist;
mod world;
