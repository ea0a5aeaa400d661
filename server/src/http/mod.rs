//! HTTP: one file a resource. A handler takes what its extractors have checked, calls a service, and gives its answer.
//!
//! - [`routes`]: the table of all routes, and their description
//! - [`body`], [`reply`], `encoding`: JSON and CBOR, compressed or not, bounded, in and out
//! - [`caller`]: who asks, and as what; [`problem`]: what goes wrong, as RFC 9457 says it
//! - [`portal`]: the pages; [`docs`]: the description of the API as a page
//! - [`headers`]: what every answer carries

pub mod accounts;
pub mod attachments;
pub mod body;
pub mod caller;
pub mod changes;
pub mod collections;
pub mod devices;
pub mod docs;
pub mod encoding;
pub mod factor;
pub mod headers;
pub mod invitations;
pub mod me;
pub mod portal;
pub mod practice;
pub mod problem;
pub mod program;
pub mod recovery;
pub mod reply;
pub mod routes;
pub mod service;
pub mod sessions;
pub mod sync;
pub mod trail;
pub mod well_known;

/// What every handler can reach.
pub type State = actix_web::web::Data<crate::app::App>;
