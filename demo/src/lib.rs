//! The demo practice: its members, and clients at different points of their series.
//!
//! Nothing is written to the server's database directly. Real phones (`mobile-core`) act for the clients, and the
//! portal's own desk (`desk`), with reqwest for HTTP, acts for the therapists. Tests use the same code.
//!
//! Layout:
//! - [`sample`]: the file of journeys, with its dates moved to the present
//! - [`therapist`]: a therapist's desk with HTTP
//! - [`seed`]: creates the practice, its clients, and their records
//! - [`clock`]: a phone's clock that is set to the time of the entry
//! - [`server`]: the server as a child process

pub mod clock;
pub mod sample;
pub mod seed;
pub mod server;
pub mod therapist;

pub use therapist::Therapist;
