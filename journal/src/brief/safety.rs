//! What comes first: safety items, and what the client wants to be seen soon. A later form never hides an earlier flag.

use std::collections::BTreeSet;

use protocol::RecordId;
use serde::Serialize;

use super::standing::scored;
use super::visit::Visit;
use crate::arc::Item;
use crate::measures::{Definition, FlagLevel};
use crate::record::Body;

/// A flag.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Flag {
    /// `safety` for a safety item, `see_soon` for what the client wants to be seen soon.
    pub kind: &'static str,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The instrument of a safety item.
    pub instrument: Option<String>,
    /// The flag's id in its instrument: `self_harm_item`.
    pub flag: Option<String>,
    /// What the client was shown at once.
    pub shown: Vec<String>,
    /// What the client chose: `safe_now`, `told_someone`, `help_now`.
    pub choice: Option<String>,
    /// When client and therapist closed it: milliseconds since the Unix epoch.
    pub closed: Option<i64>,
    /// Whether it still stands.
    pub open: bool,
    /// Whether the same item was answered without a flag since. The flag stands all the same.
    pub negative_since: bool,
    /// The first lines, for what the client wants to be seen soon.
    pub text: String,
    /// What it is made of: the event, the answers, the entry.
    pub ids: Vec<String>,
}

/// All flags that are open, and those since the last visit whatever became of them; open ones first, newest first.
/// `reviewed` says of an entry whether the therapist has reviewed it.
pub fn flags(
    items: &[Item],
    definitions: &[Definition],
    visit: &Visit,
    now: i64,
    reviewed: &dyn Fn(RecordId) -> bool,
) -> Vec<Flag> {
    let closings: Vec<(Option<RecordId>, RecordId, i64)> = items
        .iter()
        .filter_map(|item| match &item.record.body {
            Body::SafetyEvent(event) => Some((event.response, item.id, event.closed.as_ref()?.unix_ms)),
            _ => None,
        })
        .collect();
    let closed = |ids: &[RecordId]| {
        let mut named =
            closings.iter().filter(|(about, id, _)| ids.contains(id) || about.is_some_and(|a| ids.contains(&a)));
        named.next().map(|(_, _, at)| *at)
    };
    let responses = || scored(items, definitions);
    let negative_after = |instrument: &str, flag: &str, at: i64| {
        responses().any(|answer| {
            answer.item.record.when.unix_ms > at
                && answer.definition.id == instrument
                && answer.score.complete
                && !answer.score.flags.iter().any(|one| one == flag)
        })
    };

    let mut flags = Vec::new();
    let mut told = BTreeSet::new();
    for item in items {
        let at = item.record.when.unix_ms;
        match &item.record.body {
            // A record that only closes what another one tells is no flag of its own.
            Body::SafetyEvent(event)
                if !(event.closed.is_some() && event.shown.is_empty() && event.choice.is_none()) =>
            {
                told.extend(event.response);
                let ids: Vec<RecordId> = [Some(item.id), event.response].into_iter().flatten().collect();
                let closed = closed(&ids);
                flags.push(Flag {
                    kind: "safety",
                    at,
                    instrument: Some(event.instrument.clone()),
                    flag: Some(event.flag.clone()),
                    shown: event.shown.clone(),
                    choice: event.choice.map(|choice| choice.as_str().to_owned()),
                    closed,
                    open: closed.is_none(),
                    negative_since: negative_after(&event.instrument, &event.flag, at),
                    text: String::new(),
                    ids: ids.iter().map(ToString::to_string).collect(),
                });
            }
            Body::Reflection(entry) if entry.see_soon => flags.push(Flag {
                kind: "see_soon",
                at,
                instrument: None,
                flag: None,
                shown: Vec::new(),
                choice: None,
                closed: None,
                open: !reviewed(item.id),
                negative_since: false,
                text: super::words::first_lines(&entry.text).0,
                ids: vec![item.id.to_string()],
            }),
            _ => {}
        }
    }
    // Answers of a phone that recorded no event.
    for answer in responses().filter(|answer| !told.contains(&answer.item.id)) {
        let safety = answer.definition.flags.iter().filter(|flag| flag.level == FlagLevel::Safety);
        for flag in safety.filter(|flag| answer.score.flags.contains(&flag.id)) {
            let closed = closed(&[answer.item.id]);
            let at = answer.item.record.when.unix_ms;
            flags.push(Flag {
                kind: "safety",
                at,
                instrument: Some(answer.definition.id.clone()),
                flag: Some(flag.id.clone()),
                shown: Vec::new(),
                choice: None,
                closed,
                open: closed.is_none(),
                negative_since: negative_after(&answer.definition.id, &flag.id, at),
                text: String::new(),
                ids: vec![answer.item.id.to_string()],
            });
        }
    }
    flags.retain(|flag| flag.at <= now && (flag.open || visit.at.is_none_or(|visit| flag.at >= visit)));
    flags.sort_by_key(|flag| (!flag.open, flag.kind != "safety", -flag.at, flag.ids.clone()));
    flags
}
