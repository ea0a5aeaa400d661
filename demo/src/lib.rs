//! A practice to look at: two therapists and the sample journeys.
//!
//! Nothing is put into the server's database from the side. Clients are played by real phones (`mobile-core`), therapists
//! by the portal's own desk (`desk`) with reqwest as its hands. Tests use the same players.
//!
//! Layout:
//! - [`sample`]: the file of journeys, moved into the present
//! - [`therapist`]: a therapist's desk with a network
//! - [`seed`]: the practice, its clients, and what they write
//! - [`safety`]: what the safety flow looks like: an open flag with a plan, a low mood, a flag that was closed
//! - [`server`]: the server as a child process

pub mod safety;
pub mod sample;
pub mod seed;
pub mod server;
pub mod therapist;

pub use therapist::Therapist;
