//! The clinic's record of a dosing session, and the checks of its typed values.
//!
//! A page passes the typed values as a [`Sheet`] of texts. [`session::read`] and [`clearance::read`] turn it into a
//! record and findings: rejected values, values to confirm, alarms, and missing values. They never panic and never
//! compute a dose.
//!
//! Layout:
//! - [`sheet`]: the typed texts, and the conversion of a record back to them; [`number`]: numbers with a decimal comma
//! - [`finding`]: findings and limits; [`reader`]: reads one row of a sheet
//! - [`session`]: the session record, with [`gates`] (before a dose), [`doses`], [`vitals`]; [`clearance`]: the intake
//! - [`schedule`]: the rows of observations that are due; [`exposure`]: sums over 30, 90 and 365 days
//! - [`rules`]: the built-in limits narrowed by the practice's rules, and the form of these rules
//! - [`lists`]: the check lists of discharge and intake; [`amend`]: changes after a record was kept

pub mod amend;
pub mod clearance;
pub mod doses;
pub mod exposure;
pub mod finding;
pub mod gates;
pub mod lists;
pub mod number;
pub mod reader;
pub mod rules;
pub mod schedule;
pub mod session;
pub mod sheet;
pub mod vitals;

pub use finding::{Finding, Level, Rule};
pub use lists::{Item as ListItem, List};
pub use rules::Rules;
pub use sheet::{Row, Sheet};

use crate::record::{Clearance, Moment};

/// The data that a check needs besides the sheet.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The time of the check, in the reader's zone.
    pub now: &'a Moment,
    /// The number of planned sessions.
    pub planned: Option<u32>,
    /// The client's newest clearance.
    pub clearance: Option<&'a Clearance>,
    /// The practice's list: of discharge for a session, of intake for a clearance.
    pub list: &'a List,
    /// The limits of a session: the built-in ones, narrowed by the practice's rules.
    pub rules: &'a Rules,
}
