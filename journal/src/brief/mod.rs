//! What a therapist is shown, by published rules: no black box, no model, nothing leaves the browser.
//!
//! Layout:
//! - [`caseload`]: who needs me first

pub mod caseload;

pub use caseload::{CaseloadRow, caseload, summarise};
