//! HTTP: one file per resource. A handler receives checked arguments from its extractors, calls a service, and returns
//! its result. The only place that names actix and reqwest.
//!
//! - [`server`]: starting and stopping; `metrics`: `GET /metrics`
//! - [`routes`]: the route table and its OpenAPI description
//! - [`caller`]: authentication and authorisation; [`body`], [`reply`], [`encoding`]: JSON and CBOR, compressed or
//!   not
//! - [`problem`]: errors as RFC 9457 problem details; [`headers`]: middleware
//! - [`portal`]: the portal's files; [`portal_list`]: their checksums; [`docs`]: the API description as a page

pub(crate) mod accounts;
pub(crate) mod attachments;
pub(crate) mod audit;
pub(crate) mod body;
pub(crate) mod caller;
pub(crate) mod changes;
pub(crate) mod collections;
pub(crate) mod devices;
pub(crate) mod docs;
pub mod encoding;
pub(crate) mod headers;
pub(crate) mod invitations;
pub(crate) mod metrics;
pub(crate) mod portal;
pub mod portal_list;
pub(crate) mod practice;
pub(crate) mod problem;
pub(crate) mod profile;
pub(crate) mod recovery;
pub(crate) mod reply;
pub mod routes;
pub(crate) mod second_factor;
pub mod server;
pub(crate) mod service;
pub(crate) mod sessions;
pub(crate) mod sync;
pub(crate) mod user_agent;
pub(crate) mod well_known;

/// The state that handlers share.
pub type State = actix_web::web::Data<crate::app::App>;
