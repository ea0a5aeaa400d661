//! The brief and the caseload, by published rules: there is no machine-learning model, and nothing leaves the browser.
//! `docs/brief.md` documents the rule of each part.
//!
//! Layout:
//! - [`caseload`]: most urgent clients first, computed directly from the payloads for the first page
//! - [`page`]: the brief of one client, from [`visit`] (the period), [`safety`] (flags, shown first), [`words`] (what
//!   the client wrote), [`measure_summary`] (measures), [`effects`] (side effects), [`after_session`] (the days after the
//!   last session) and [`course`] (steps, intentions, promises, the position in the journey)
//! - [`trends`]: trends over a journey

pub mod after_session;
pub mod caseload;
pub mod course;
pub mod effects;
pub mod measure_summary;
pub mod page;
pub mod safety;
pub mod trends;
pub mod visit;
pub mod words;

pub use caseload::{CaseloadRow, Facts, caseload};
pub use measure_summary::definitions;
pub use page::{Brief, brief};
pub use trends::{Trends, trends};
