//! The server: it orders and keeps sealed records, and tells their readers. It cannot read them: it does not depend on
//! `journal`, so it cannot even name what is inside.
//!
//! A request comes in through [`http`] (extractors have checked who asks and how much), goes to a service in
//! [`accounts`], [`care`] or [`sync`], which runs one transaction in [`db`] and writes down in [`audit`] what was done.
//!
//! - [`http`]: one file a resource; the table of routes
//! - [`accounts`]: registration, sign-in, tokens, devices, recovery
//! - [`care`]: practices, invitations, collections
//! - [`sync`]: push, pull, notices
//! - [`audit`]: the append-only trail; [`backup`]: all of it in one file, and back
//! - [`db`]: the only place that knows SQL; SQLite and PostgreSQL
//! - [`config`], [`clock`], [`entropy`]: what the server is told; [`rates`]: how often somebody may try
//! - [`tls`]: certificates; [`metrics`]: counts and times for whoever runs it
//! - [`app`]: what requests share; [`fault`]: what goes wrong; [`bounds`]: what sealed bytes may look like
//!
//! ```no_run
//! # async fn example() -> Result<(), server::StartError> {
//! let server = server::start(server::Config { listen: ([127, 0, 0, 1], 0).into(), ..Default::default() }).await?;
//! println!("http://{}", server.address());
//! server.stop().await;
//! # Ok(())
//! # }
//! ```

pub mod accounts;
pub mod app;
pub mod audit;
pub mod backup;
pub mod bounds;
pub mod care;
pub mod clock;
pub mod config;
pub mod db;
pub mod entropy;
pub mod fault;
pub mod http;
pub mod metrics;
pub mod portal_list;
pub mod rates;
mod running;
pub mod sync;
pub mod tls;

pub use clock::Clock;
pub use config::Config;
pub use entropy::Entropy;
pub use running::{RunningServer, StartError, start};
