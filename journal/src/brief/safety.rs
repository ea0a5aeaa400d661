//! Flags: safety items, and entries that the client wants to be seen soon. A later form never hides an earlier flag,
//! and a flag that the therapist has seen stays when the client takes the answers back.

mod data;

use data::SafetyData;
use protocol::RecordId;
use serde::Serialize;

use super::visit::Visit;
use crate::arc::{EffectView, Item};
use crate::effects::urgency;
use crate::measures::Definition;
use crate::record::{Body, SafetyEvent};

/// The answer to a safety item. The definition has the texts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FlagAnswer {
    /// The item's id, such as `q9`.
    pub item: String,
    /// The number of the question, from 1.
    pub number: u32,
    /// The answer that raised the flag.
    pub value: f64,
    /// The current answer, if the client changed it. The flag stays as it was raised.
    pub changed: Option<f64>,
    /// The text of that answer.
    pub changed_text: String,
    /// The text of the answer, in the reader's language; empty until the caller fills it in.
    pub said: String,
    /// The question, in the reader's language; as above.
    pub question: String,
    /// The answer in the previous response.
    pub before: Option<f64>,
    /// The text of that answer.
    pub before_text: String,
    /// The total, if all answers are present and shared.
    pub total: Option<f64>,
    /// The maximum total.
    pub most: Option<f64>,
}

/// A tap on the safety page. It is not an assessment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tapped {
    /// The choice: `safe_now`, `told_someone`, `help_now`, `unsure`.
    pub choice: String,
    /// When: milliseconds since the Unix epoch; absent in events of earlier versions.
    pub at: Option<i64>,
}

/// A safety flag, a red side effect, or an entry to be seen soon.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Flag {
    /// `safety` for a safety item, `red_effect` for side effects that a doctor should look at today, `see_soon` for what
    /// the client wants to be seen soon.
    pub kind: &'static str,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The instrument of a safety item, if it is one.
    pub instrument: Option<String>,
    /// The flag's id in its instrument: `self_harm_item`.
    pub flag: Option<String>,
    /// The record to open: the response, or else the event. Absent if both were taken back.
    pub opens: Option<String>,
    /// The answer; absent if the response was taken back.
    pub answer: Option<FlagAnswer>,
    /// What the client was shown immediately, in order.
    pub shown: Vec<String>,
    /// The client's local time: RFC 3339 with offset. Absent if it was taken back.
    pub local: Option<String>,
    /// The country whose phone numbers were shown: ISO 3166-1 alpha-2; empty if unknown.
    pub region: String,
    /// What the client tapped, oldest first.
    pub tapped: Vec<Tapped>,
    /// Whether the client took it back after the therapist had seen it. Only what was seen already is shown.
    pub taken_back: bool,
    /// When the therapist first saw it: milliseconds since the Unix epoch. The client can see this.
    pub seen: Option<i64>,
    /// When it was closed: milliseconds since the Unix epoch.
    pub closed: Option<i64>,
    /// When it was closed, oldest first, each with when it was reopened: milliseconds since the Unix epoch.
    pub closings: Vec<(i64, Option<i64>)>,
    /// The ids of the therapist's dispositions, oldest first.
    pub dispositions: Vec<String>,
    /// Whether it is open.
    pub open: bool,
    /// Whether the same item was answered without a flag since. The flag stays open anyway.
    pub negative_since: bool,
    /// The side effects that were marked.
    pub effects: Vec<EffectView>,
    /// The first lines of what the client wrote in a side-effect check, and of what the client wants to be seen soon.
    pub text: String,
    /// Ids of its records: the event, the response, the entry.
    pub ids: Vec<String>,
}

/// All open flags, and all flags since the last visit; open ones first, then newest first. `reviewed` returns whether
/// the therapist has reviewed an entry.
pub fn flags(
    items: &[Item],
    definitions: &[Definition],
    visit: &Visit,
    reviewed: &dyn Fn(RecordId) -> bool,
) -> Vec<Flag> {
    let known = SafetyData::of(items, definitions);
    let mut flags = Vec::new();
    for item in items {
        let at = item.record.when.unix_ms;
        match &item.record.body {
            // A record that only closes another one's flag is not a flag.
            Body::SafetyEvent(event) if !is_closing(event) => flags.push(known.of_event(item, event)),
            Body::Reflection(entry) if entry.see_soon => flags.push(Flag {
                kind: "see_soon",
                at,
                opens: Some(item.id.to_string()),
                local: Some(item.record.when.rfc3339()),
                open: !reviewed(item.id),
                text: super::words::first_lines(&entry.text).0,
                ids: vec![item.id.to_string()],
                ..Flag::empty()
            }),
            Body::SideEffectCheck(check) => {
                let effects = EffectView::of(check, since(items, at));
                if effects.iter().any(|one| one.level == Some("red")) {
                    flags.push(Flag {
                        kind: "red_effect",
                        at,
                        opens: Some(item.id.to_string()),
                        local: Some(item.record.when.rfc3339()),
                        seen: known.seen(&[item.id], at),
                        open: !reviewed(item.id),
                        effects,
                        text: super::words::first_lines(&check.other).0,
                        ids: vec![item.id.to_string()],
                        ..Flag::empty()
                    });
                }
            }
            _ => {}
        }
    }
    flags.extend(known.without_event());
    flags.extend(known.taken_back());
    flags.extend(known.red_taken_back(reviewed));
    // A phone clock that runs ahead must not hide anything.
    flags.retain(|flag| {
        let since = |at: i64| visit.at.is_none_or(|visit| at >= visit);
        flag.open || since(flag.at) || flag.closed.is_some_and(since)
    });
    let order = |flag: &Flag| ["safety", "red_effect", "see_soon"].iter().position(|kind| *kind == flag.kind);
    flags.sort_by_key(|flag| (!flag.open, order(flag), -flag.at, flag.ids.clone()));
    flags
}

/// How long after the last session an instant is.
fn since(items: &[Item], at: i64) -> Option<i64> {
    let sessions = items.iter().filter(|one| matches!(one.record.body, Body::DosingSession(_)));
    urgency::since(at, sessions.map(|one| one.record.when.unix_ms))
}

/// Whether a record only closes another flag.
fn is_closing(event: &SafetyEvent) -> bool {
    event.closed.is_some() && event.shown.is_empty() && event.choice.is_none() && event.item.is_empty()
}

impl Flag {
    fn empty() -> Self {
        Self {
            kind: "safety",
            at: 0,
            instrument: None,
            flag: None,
            opens: None,
            answer: None,
            shown: Vec::new(),
            local: None,
            region: String::new(),
            tapped: Vec::new(),
            taken_back: false,
            seen: None,
            closed: None,
            closings: Vec::new(),
            dispositions: Vec::new(),
            open: true,
            negative_since: false,
            effects: Vec::new(),
            text: String::new(),
            ids: Vec::new(),
        }
    }
}
