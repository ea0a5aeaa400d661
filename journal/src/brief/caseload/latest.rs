//! What the latest measure says, by a short table instead of the definitions.

use protocol::RecordId;
use serde::Serialize;

/// What the caseload has to know of an instrument. The definitions themselves come with a client's page; a test holds
/// this table against them.
pub(super) struct Short {
    pub(super) instrument: &'static str,
    pub(super) items: usize,
    /// A total is the sum of the answers times this.
    pub(super) factor: f64,
    /// Points that are more than noise.
    pub(super) reliable: f64,
    pub(super) higher_is_better: bool,
    /// The item that is a safety item when answered above zero, counted from 0.
    pub(super) safety: Option<usize>,
}

pub(super) const INSTRUMENTS: [Short; 3] = [
    Short { instrument: "gad-7", items: 7, factor: 1.0, reliable: 4.0, higher_is_better: false, safety: None },
    Short { instrument: "pcl-5", items: 20, factor: 1.0, reliable: 10.0, higher_is_better: false, safety: None },
    Short { instrument: "phq-9", items: 9, factor: 1.0, reliable: 5.0, higher_is_better: false, safety: Some(8) },
];

/// A total and what it means against the first and the one before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Latest {
    /// The instrument.
    pub instrument: String,
    /// Its total.
    pub total: f64,
    /// `improved`, `worsened`, `no_reliable_change`; absent for a first total. Worse against either is worse.
    pub direction: Option<&'static str>,
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
    /// Whether the therapist has reviewed it.
    pub reviewed: bool,
}

/// One response, as far as the caseload reads it.
pub(super) struct Response {
    pub(super) at: i64,
    pub(super) id: RecordId,
    pub(super) total: Option<f64>,
    pub(super) safety: bool,
}

/// The latest complete response of an instrument, compared.
pub(super) fn latest(
    short: &Short,
    responses: &mut [Response],
    reviewed: &dyn Fn(&RecordId) -> bool,
) -> Option<Latest> {
    responses.sort_by_key(|response| (response.at, response.id));
    let totals: Vec<(&Response, f64)> = responses.iter().filter_map(|one| Some((one, one.total?))).collect();
    let (response, total) = *totals.last()?;
    let worse = |baseline: f64| if short.higher_is_better { baseline - total } else { total - baseline };
    let against = [totals.first(), totals.iter().rev().nth(1)].map(|one| one.map(|(_, total)| worse(*total)));
    let against: Vec<f64> = against.into_iter().flatten().collect();
    let direction = match &against[..] {
        _ if totals.len() < 2 => None,
        moved if moved.iter().any(|worse| *worse >= short.reliable) => Some("worsened"),
        moved if moved.iter().any(|worse| -worse >= short.reliable) => Some("improved"),
        _ => Some("no_reliable_change"),
    };
    Some(Latest {
        instrument: short.instrument.into(),
        total,
        direction,
        at: response.at,
        reviewed: reviewed(&response.id),
    })
}
