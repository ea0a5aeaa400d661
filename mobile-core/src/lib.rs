#![doc = include_str!("../README.md")]
//!
//! # Map
//!
//! ```text
//! screen ─► ffi ─► Phone ─┬─► entries, care, accounts ─► store   (a write: record, outbox and copies in one transaction)
//!                         ├─► view ◄── store, journal::arc       (what a screen shows, computed once)
//!                         └─► driver ◄─► server                  (carries out journal::sync beside them)
//! ```
//!
//! Layout:
//! - [`phone`]: what is opened, and with what; [`clock`], [`secrets`]: what the platform gives
//! - [`store`]: the encrypted SQLite database, the only room that knows SQL
//! - [`accounts`]: register, sign in, recover; [`care`]: invitations, therapists, safety words
//! - [`entries`]: a form a kind: write, edit, delete, drafts, versions, measures, share, take back
//! - [`export`] and [`import`]: everything, to take along and to bring
//! - [`view`]: what each screen shows; [`messages`]: in which words; [`status`]: in sync or not yet, and why
//! - [`attach`]: photos and voice notes
//! - [`lock`]: PIN, biometrics, auto-lock, quick exit
//! - [`erase`]: everything is deleted; a lost phone is shut out
//! - [`driver`]: HTTP, tokens, sync; [`observer`]: which view changed
//! - [`ffi`]: what Kotlin and Swift call

#![allow(rustdoc::private_intra_doc_links)] // The maps of the rooms are for those who work in them.

pub mod accounts;
pub mod attach;
pub mod care;
pub mod clock;
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
pub mod status;
pub mod store;
pub mod view;

pub use attach::{AttachmentView, NewAttachment};
pub use care::{CarePurpose, CareView, InvitationView, SafetyWords};
pub use driver::Retry;
pub use entries::{Phase, Writing};
pub use erase::{ErasedView, Loss};
pub use error::Error;
pub use export::{ExportReport, Progress, Silent};
pub use import::{ImportForm, ImportReport, ImportView, UndoReport};
pub use lock::{BiometricError, Biometrics, LockView};
pub use observer::{Observer, View};
pub use phone::{Phone, Setup};
pub use status::Status;
pub use view::EntryView;

uniffi::setup_scaffolding!();
