//! The sync server. It stores sealed records, orders them, and notifies the devices that may read them. It cannot decrypt
//! them: it does not depend on `journal`, so that it cannot even name a plain-text type.
//!
//! A request enters through [`http`], whose extractors check the caller and the size of the body. The handler calls a
//! service in [`accounts`], `care`, [`practice`] or [`sync`], which runs one transaction in [`db`] and writes to the
//! audit log.
//!
//! Modules, from the top layer to the bottom. A module uses only layers below its own (`tests/tests/laws.rs`).
//!
//! - [`http`]: routes, one file per resource, and the server that runs them. The only place that names actix.
//! - [`accounts`]: registration, sign-in, devices, recovery, deletion; [`practice`]: members, enrolment codes, settings;
//!   `cleanup`: the cleanup job
//! - `care`: invitations, collections and their keys; [`sync`]: push, pull, attachments
//! - [`audit`]: the append-only audit log; [`backup`]: backup and restore
//! - [`app`]: the state that requests share
//! - `auth`: passwords, tokens, signed-in devices; `metrics`; `rates`: rate limits; [`tls`]; [`config`]
//! - [`db`]: SQLite and PostgreSQL. The only place that names diesel.
//! - `changes`: events for devices that wait for changes; [`fault`]: errors; [`bounds`], `codes`, [`clock`], [`entropy`],
//!   `actor`
//!
//! ```no_run
//! # async fn example() -> Result<(), server::StartError> {
//! let server = server::start(server::Config { listen: ([127, 0, 0, 1], 0).into(), ..Default::default() }).await?;
//! println!("http://{}", server.address());
//! server.stop().await;
//! # Ok(())
//! # }
//! ```

// Its items are used by the binary, by tests and by benchmarks, and are documented where a name is not enough.
#![allow(missing_docs)]

pub mod accounts;
mod actor;
pub mod app;
pub mod audit;
mod auth;
pub mod backup;
pub mod bounds;
mod care;
mod changes;
mod cleanup;
pub mod clock;
mod codes;
pub mod config;
pub mod db;
pub mod entropy;
pub mod fault;
pub mod http;
mod metrics;
pub mod practice;
mod rates;
pub mod sync;
pub mod tls;

pub use clock::Clock;
pub use config::Config;
pub use entropy::Entropy;
pub use http::server::{RunningServer, StartError, block_on, start};
