//! How often and how much ketamine was given in the last 30, 90 and 365 days.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Rules;
use crate::arc::sessions::SAME_HOURS;
use crate::arc::{Item, sessions};
use crate::record::{Body, Moment, Route, SessionRecord};

const DAY_MS: i64 = 86_400_000;
/// The spans, in days.
pub const SPANS: [i64; 3] = [30, 90, 365];

/// One span of days.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exposure {
    /// The length of the period that ends now, in days.
    pub days: i64,
    /// Sessions with a dose in them.
    pub sessions: u32,
    /// Milligrams by route, as records name it; the name is empty for an unknown route.
    pub mg: Vec<(String, f64)>,
    /// Sessions whose dose is not recorded.
    pub without_dose: u32,
    /// The sum of all routes.
    pub total_mg: f64,
    /// The practice's rule: at most so many sessions. It blocks nothing.
    pub max_sessions: Option<u32>,
    /// The practice's rule: at most so many milligrams. It blocks nothing.
    pub max_mg: Option<f64>,
    /// Whether the most sessions are reached.
    pub sessions_reached: bool,
    /// Whether the most milligrams are reached.
    pub mg_reached: bool,
}

/// The kept session records, by time.
pub fn records(items: &[Item]) -> Vec<(&Item, &SessionRecord)> {
    let mut kept: Vec<(&Item, &SessionRecord)> = items
        .iter()
        .filter_map(|item| match &item.record.body {
            Body::SessionRecord(session) if session.kept.is_some() => Some((item, session)),
            _ => None,
        })
        .collect();
    kept.sort_by_key(|(item, _)| (item.record.when.unix_ms, item.id));
    kept
}

/// The kept session record of a session: with its number, and begun less than a day apart (docs/decisions/0046).
pub fn record_of(items: &[Item], number: u32, begun: i64) -> Option<(&Item, &SessionRecord)> {
    records(items).into_iter().find(|(item, record)| is_same(item, record, number, begun))
}

fn is_same(item: &Item, record: &SessionRecord, number: u32, begun: i64) -> bool {
    let apart = item.record.when.unix_ms.saturating_sub(begun).saturating_abs();
    record.number == number && apart < SAME_HOURS * 3_600_000
}

/// The sums of the spans until now, with the practice's rules for them. The clinic's record of a session counts;
/// without one, its plain summary.
pub fn exposure(items: &[Item], now: &Moment, rules: &Rules) -> Vec<Exposure> {
    let given = doses_by_session(items);
    SPANS
        .into_iter()
        .map(|days| {
            let from = now.unix_ms.saturating_sub(days * DAY_MS);
            let inside = given.iter().filter(|(at, _)| *at > from && *at <= now.unix_ms);
            let (mut sessions, mut without_dose) = (0, 0);
            let mut mg: BTreeMap<String, f64> = BTreeMap::new();
            for (_, doses) in inside {
                sessions += 1;
                without_dose += u32::from(doses.is_empty());
                doses.iter().for_each(|(route, dose)| *mg.entry(route.clone()).or_default() += dose);
            }
            // Not `sum`: of nothing it is -0.
            let total_mg = mg.values().fold(0.0, |sum, mg| sum + mg);
            let (max_sessions, max_mg) = rules.most_within(days);
            Exposure {
                days,
                sessions,
                mg: mg.into_iter().collect(),
                without_dose,
                total_mg,
                max_sessions,
                max_mg,
                sessions_reached: max_sessions.is_some_and(|most| sessions >= most),
                mg_reached: max_mg.is_some_and(|most| total_mg >= most),
            }
        })
        .collect()
}

/// Each session: when it began, and its doses by route.
fn doses_by_session(items: &[Item]) -> Vec<(i64, Vec<(String, f64)>)> {
    let kept = records(items);
    let mut given: Vec<(i64, Vec<(String, f64)>)> = Vec::new();
    for (item, record) in &kept {
        let mut doses: Vec<(String, f64)> = Vec::new();
        for dose in &record.doses {
            if let Some(mg) = dose.mg {
                doses.push((dose.route.map_or("", Route::as_str).into(), mg));
            }
        }
        given.push((item.record.when.unix_ms, doses));
    }
    for session in sessions(items) {
        let whole = session.whole();
        let Body::DosingSession(body) = &whole.record.body else { continue };
        let begun = whole.record.when.unix_ms;
        if kept.iter().any(|(item, record)| is_same(item, record, body.number, begun)) {
            continue;
        }
        let route = Route::of_plain(&body.route).map_or(body.route.as_str(), |route| route.as_str());
        given.push((begun, body.dose_mg.map(|mg| (route.to_owned(), mg)).into_iter().collect()));
    }
    given
}
