#![doc = include_str!("../README.md")]
//!
//! # Map
//!
//! ```text
//! screen ─► ffi ─► Phone ─┬─► entries, import, care ─► commit ─► store   (record, outbox and copies: one transaction)
//!                         ├─► view ◄── store, journal::arc               (what a screen shows, computed once)
//!                         └─► sync ◄─► driver ◄─► server                 (carries out the requests of journal::sync)
//! ```
//!
//! The modules form layers, each using only those before it:
//! - [`clock`], [`secrets`], [`messages`], [`observer`]: what the platform provides, texts, change notifications
//! - [`store`]: the encrypted SQLite database; the only module with SQL
//! - [`driver`]: HTTP; the only module with reqwest
//! - [`phone`]: the open journal, and its handles by subject (`phone.sharing()`), which the modules below implement
//! - [`commit`]: the only way in which a record is written
//! - [`sync`]: push, pull, key rotation, status
//! - [`accounts`], [`renewal`]: register, sign in, recover, a lost phone; [`lock`]: PIN, biometrics, auto-lock
//! - [`attach`]: photos and voice notes; [`care`]: invitations, therapists, safety words
//! - [`entries`]: a form for each kind: write, edit, drafts, versions, measures, share
//! - [`view`]: the data of each screen
//! - [`export`] and [`import`]; [`erase`]: deleting everything
//! - [`ffi`]: the API for Kotlin and Swift

#![allow(rustdoc::private_intra_doc_links)] // The module maps link to private items.

pub mod accounts;
pub mod attach;
pub mod care;
pub mod clock;
mod commit;
pub mod driver;
pub mod entries;
pub mod erase;
mod error;
pub mod export;
pub mod ffi;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
pub mod import;
pub mod lock;
pub mod messages;
pub mod observer;
pub mod phone;
pub mod renewal;
pub mod secrets;
pub mod store;
pub mod sync;
pub mod view;

pub use attach::{AttachmentView, NewAttachment};
pub use care::{CarePurpose, CareView, InvitationView, SafetyWords};
pub use driver::Retry;
pub use entries::{Phase, Writing};
pub use erase::{ErasedView, Loss};
pub use error::Error;
pub use export::{ExportReport, Progress, Silent};
pub use import::{ImportForm, ImportReport, ImportView, UndoReport};
pub use lock::LockView;
pub use observer::{Observer, View};
pub use phone::{Phone, Setup};
pub use secrets::{BiometricError, Biometrics};
pub use sync::Status;
pub use view::EntryView;

uniffi::setup_scaffolding!();
