//! The rows of observations that are due, by route and minute after a dose.

use serde::Serialize;

use super::Rules;
use crate::record::{DoseEvent, Observed, Route, SessionRecord, Substance};

const MINUTE_MS: i64 = 60_000;
/// A row may be taken this much earlier, and is overdue this much later (milliseconds).
pub const SLACK_MS: i64 = 5 * MINUTE_MS;
/// The row before a dose may be taken this much earlier (milliseconds).
const BEFORE_MS: i64 = 60 * MINUTE_MS;

/// A row of observations that is due.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Due {
    /// The dose that it belongs to, counted from 1.
    pub dose: usize,
    /// Minutes after that dose; 0 is before it.
    pub minute: i64,
    /// When, in milliseconds since the Unix epoch.
    pub at: i64,
    /// Whether it is the last one: the client may not leave before.
    pub end: bool,
    /// Whether it was taken.
    pub taken: bool,
}

/// The built-in minutes of the rows after a dose. The last one is the shortest time until the client may leave.
pub fn minutes(route: Option<Route>, substance: Option<Substance>) -> &'static [i64] {
    match route {
        // The label: before, after 40 minutes, and at least two hours.
        Some(Route::Intranasal) if substance == Some(Substance::Esketamine) => &[0, 40, 120],
        Some(Route::Intranasal) => &[0, 20, 40, 60, 90],
        Some(Route::IvInfusion | Route::IvPush) => &[0, 15, 30, 45, 60, 90],
        Some(Route::Im | Route::Sc) => &[0, 10, 20, 30, 45, 60, 90],
        // Routes without rows of their own use those of the slowest known route.
        Some(Route::SublingualBuccal | Route::Oral | Route::Rectal | Route::Other) | None => &[0, 30, 45, 60, 90, 120],
    }
}

/// The doses with a time, oldest first.
fn timed(doses: &[DoseEvent], rules: &Rules) -> Vec<(i64, Vec<i64>)> {
    let at = |dose: &DoseEvent| Some((dose.at.as_ref()?.unix_ms, rules.minutes(dose.route, dose.substance)));
    let mut timed: Vec<_> = doses.iter().filter_map(at).collect();
    timed.sort_by_key(|(at, _)| *at);
    timed
}

/// The earliest time at which the client may leave: the route's shortest time after the last dose.
pub fn earliest_end(doses: &[DoseEvent], rules: &Rules) -> Option<i64> {
    let ends = timed(doses, rules).into_iter().map(|(at, minutes)| at.saturating_add(last(&minutes) * MINUTE_MS));
    ends.max()
}

/// The last of some minutes.
pub fn last(minutes: &[i64]) -> i64 {
    minutes.last().copied().unwrap_or_default()
}

/// The rows that are due. A second dose starts a new series of rows.
pub fn due(session: &SessionRecord, rules: &Rules) -> Vec<Due> {
    let doses = timed(&session.doses, rules);
    let mut rows: Vec<Due> = Vec::new();
    for (n, (at, minutes)) in doses.iter().enumerate() {
        let next = doses.get(n + 1).map(|(at, _)| *at);
        for minute in minutes {
            let due = at.saturating_add(minute * MINUTE_MS);
            if next.is_none_or(|next| due < next) {
                let end = next.is_none() && *minute == last(minutes);
                rows.push(Due { dose: n + 1, minute: *minute, at: due, end, taken: false });
            }
        }
    }
    let seen: Vec<i64> = session.observations.iter().filter_map(taken_at).collect();
    for n in 0..rows.len() {
        let from = if rows[n].minute == 0 { BEFORE_MS } else { SLACK_MS };
        let from = rows[n].at.saturating_sub(from);
        let until = rows.get(n + 1).map_or(i64::MAX, |next| next.at.saturating_sub(SLACK_MS));
        rows[n].taken = seen.iter().any(|at| (from..until).contains(at));
    }
    rows
}

/// When a row was taken; `None` while it has no value.
fn taken_at(row: &Observed) -> Option<i64> {
    let values = super::vitals::VITALS.iter().any(|vital| row.vital(vital.field).is_some());
    row.at.as_ref().filter(|_| values || !row.note.is_empty()).map(|at| at.unix_ms)
}
