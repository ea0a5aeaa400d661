//! What a therapist is shown, by published rules: no black box, no model, nothing leaves the browser. `docs/brief.md`
//! says how each part chooses.
//!
//! Layout:
//! - [`caseload`]: who needs me first, straight from the payloads: it is on the first page
//! - [`page`]: the brief of one client, put together from
//!   [`visit`] (since when), [`safety`] (what comes first), [`words`] (what the client wrote), [`standing`] (measures)
//!   and [`course`] (steps, check-ins, intentions, promises, where we are)
//! - [`trends`]: how things moved over a journey

pub mod caseload;
pub mod course;
pub mod page;
pub mod safety;
pub mod standing;
pub mod trends;
pub mod visit;
pub mod words;

pub use caseload::{CaseloadRow, Facts, caseload};
pub use page::{Brief, brief};
pub use standing::definitions;
pub use trends::{Trends, trends};
