//! Flags: safety items, and entries that the client wants to be seen soon. A later form never hides an earlier flag,
//! and a flag that the therapist has seen stays when the client takes the answers back.
//!
//! Layout: `unreported` has the flags of answers without an event.

mod unreported;

use std::collections::BTreeSet;

use protocol::RecordId;
use serde::Serialize;

use super::caseload::ENTRIES;
use super::measure_summary::{Answered, asking, scored};
use super::visit::Visit;
use crate::arc::{EffectView, Item};
use crate::effects::urgency;
use crate::measures::Definition;
use crate::record::{Body, FlagDisposition, SafetyEvent};

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
    /// The version of the instrument that asked it, for the texts; and the one that asked before.
    #[serde(skip)]
    pub versions: (String, String),
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
    flags.extend(known.unscored_without_event());
    flags.extend(known.checks_without_event());
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

/// How a flag was closed.
struct Closed {
    /// When it was closed, unless it was reopened since.
    at: Option<i64>,
    closings: Vec<(i64, Option<i64>)>,
    dispositions: Vec<String>,
}

/// The data of a client's safety flags.
struct SafetyData<'a> {
    items: &'a [Item],
    definitions: &'a [Definition],
    answers: Vec<Answered<'a>>,
}

impl<'a> SafetyData<'a> {
    fn of(items: &'a [Item], definitions: &'a [Definition]) -> Self {
        let mut answers: Vec<Answered<'a>> = scored(items, definitions).collect();
        answers.sort_by_key(|answer| (answer.item.record.when.unix_ms, answer.item.id));
        Self { items, definitions, answers }
    }

    fn of_event(&self, item: &Item, event: &SafetyEvent) -> Flag {
        let at = item.record.when.unix_ms;
        let response = event.response.filter(|id| self.is_here(*id));
        let ids: Vec<RecordId> = [Some(item.id), event.response].into_iter().flatten().collect();
        let mut tapped: Vec<Tapped> = event
            .choices
            .iter()
            .map(|one| Tapped { choice: one.choice.as_str().into(), at: Some(one.at.unix_ms) })
            .collect();
        // Two phones may each have added some.
        tapped.sort_by_key(|one| one.at);
        if let (Some(choice), true) = (event.choice, tapped.is_empty()) {
            tapped.push(Tapped { choice: choice.as_str().into(), at: None });
        }
        // The answer at that time counts. A later change is shown beside it.
        let now = response.and_then(|id| self.answer_in(id, &event.flag));
        let answer = match (self.answer_of(event, at), now) {
            (Some(then), now) => {
                let changed = now.as_ref().map(|now| now.value).filter(|value| *value != then.value);
                let (total, most) = now.map_or((None, None), |now| (now.total, now.most));
                Some(FlagAnswer { changed, total, most, ..then })
            }
            (None, now) => now,
        };
        let (seen, Closed { at: closed, closings, dispositions }) = (self.seen(&ids, at), self.closed(&ids, at));
        Flag {
            at,
            instrument: Some(event.instrument.clone()),
            flag: Some(event.flag.clone()),
            opens: Some(response.unwrap_or(item.id).to_string()),
            answer,
            shown: event.shown.clone(),
            local: Some(item.record.when.rfc3339()),
            region: event.region.clone(),
            tapped,
            seen,
            closed,
            closings,
            dispositions,
            open: closed.is_none(),
            negative_since: self.negative_after(&event.instrument, &event.flag, at),
            ids: ids.iter().map(ToString::to_string).collect(),
            ..Flag::empty()
        }
    }

    /// Flags that the therapist has seen and the client took back since: only that they existed, and when.
    fn taken_back(&self) -> Vec<Flag> {
        let mut flags: Vec<Flag> = Vec::new();
        for item in self.items {
            let Body::FlagSeen(mark) = &item.record.body else { continue };
            if mark.red {
                continue;
            }
            let ids: Vec<RecordId> = [mark.event, mark.response].into_iter().flatten().collect();
            if ids.is_empty() || ids.iter().any(|id| self.is_here(*id)) {
                continue;
            }
            let named: Vec<String> = ids.iter().map(ToString::to_string).collect();
            // Two browsers may both have marked it.
            if flags.iter().any(|flag| flag.ids.first() == named.first()) {
                continue;
            }
            let at = mark.flagged_at.as_ref().map_or(item.record.when.unix_ms, |when| when.unix_ms);
            let Closed { at: closed, closings, dispositions } = self.closed(&ids, at);
            flags.push(Flag {
                at,
                instrument: Some(mark.instrument.clone()),
                taken_back: true,
                seen: Some(item.record.when.unix_ms),
                closed,
                closings,
                dispositions,
                open: closed.is_none(),
                ids: named,
                ..Flag::empty()
            });
        }
        flags
    }

    /// Flags by signs that the therapist has seen, from a check-in that was taken back or no longer names them: until
    /// it is reviewed.
    fn red_taken_back(&self, reviewed: &dyn Fn(RecordId) -> bool) -> Vec<Flag> {
        let mut flags: Vec<Flag> = Vec::new();
        for item in self.items {
            let Body::FlagSeen(mark) = &item.record.body else { continue };
            let Some(id) = mark.event.filter(|_| mark.red) else { continue };
            let check_in = self.items.iter().find(|item| item.id == id);
            let is_open = check_in.is_some_and(|item| match &item.record.body {
                Body::SideEffectCheck(check) => {
                    let since = since(self.items, item.record.when.unix_ms);
                    urgency::most(check.items.iter().map(Into::into), since) == Some(urgency::Urgency::Now)
                }
                _ => false,
            });
            let named = vec![id.to_string()];
            // Two browsers may each have marked it.
            if is_open || flags.iter().any(|flag| flag.ids == named) {
                continue;
            }
            flags.push(Flag {
                kind: "red_effect",
                at: mark.flagged_at.as_ref().map_or(item.record.when.unix_ms, |when| when.unix_ms),
                opens: check_in.map(|item| item.id.to_string()),
                taken_back: true,
                seen: Some(item.record.when.unix_ms),
                open: !match check_in {
                    Some(item) if ENTRIES.contains(&item.record.to_payload().kind()) => reviewed(id),
                    _ => self.is_marked_reviewed(id),
                },
                ids: named,
                ..Flag::empty()
            });
        }
        flags
    }

    /// Whether a record that no longer exists was marked as reviewed.
    fn is_marked_reviewed(&self, id: RecordId) -> bool {
        let marks = self.items.iter().filter_map(|item| match &item.record.body {
            Body::ReviewMark(mark) if mark.entry == id => Some((mark.revision, mark.reviewed)),
            _ => None,
        });
        marks.max().is_some_and(|(_, reviewed)| reviewed)
    }

    fn is_here(&self, id: RecordId) -> bool {
        self.items.iter().any(|item| item.id == id)
    }

    /// When a flag was closed and reopened, and by which records. `ids` begins with the flag's own; a closing by form
    /// applies only to earlier flags.
    fn closed(&self, ids: &[RecordId], flagged: i64) -> Closed {
        let (mut closings, mut dispositions) = (BTreeSet::new(), BTreeSet::new());
        let closes = |about: RecordId, at: i64| Some(&about) == ids.first() || ids.contains(&about) && at >= flagged;
        for item in self.items {
            match &item.record.body {
                Body::SafetyEvent(event) => {
                    let at = event.closed.as_ref().map(|when| when.unix_ms);
                    let about = [Some(item.id), event.response];
                    let at = at.filter(|at| about.into_iter().flatten().any(|about| closes(about, *at)));
                    let reopened = event.reopened.as_ref().map(|when| when.unix_ms);
                    closings.extend(at.map(|at| (at, reopened)));
                }
                Body::FlagDisposition(FlagDisposition { about, .. })
                    if about.iter().any(|id| closes(*id, item.record.when.unix_ms)) =>
                {
                    dispositions.insert((item.record.when.unix_ms, item.id));
                }
                _ => {}
            }
        }
        Closed {
            at: closings.iter().find(|(_, reopened)| reopened.is_none()).map(|(at, _)| *at),
            closings: closings.into_iter().collect(),
            dispositions: dispositions.into_iter().map(|(_, id)| id.to_string()).collect(),
        }
    }

    /// When the therapist first saw the flag. `ids` begins with the flag's own. Answers that were opened before they
    /// raised the flag do not count.
    fn seen(&self, ids: &[RecordId], flagged: i64) -> Option<i64> {
        let marks = self.items.iter().filter_map(|item| {
            let about = match &item.record.body {
                Body::ReviewMark(mark) => mark.entry,
                Body::FlagSeen(seen) => seen.event?,
                _ => return None,
            };
            let at = item.record.when.unix_ms;
            (Some(&about) == ids.first() || ids.contains(&about) && at >= flagged).then_some(at)
        });
        marks.min()
    }

    fn negative_after(&self, instrument: &str, flag: &str, at: i64) -> bool {
        self.answers.iter().any(|answer| {
            answer.item.record.when.unix_ms > at
                && answer.definition.id == instrument
                && answer.score.complete
                && !answer.score.flags.iter().any(|one| one == flag)
        })
    }

    /// The answer that raised a flag, from the response.
    fn answer_in(&self, response: RecordId, flag: &str) -> Option<FlagAnswer> {
        let answered = self.answers.iter().find(|answer| answer.item.id == response)?;
        let Body::MeasureResponse(body) = &answered.item.record.body else { return None };
        let item = flag_item(answered.definition, flag)?;
        let value = body.answers.get(item).copied().flatten()?;
        let at = answered.item.record.when.unix_ms;
        let total = answered.score.total;
        let most = Some(answered.definition.attainable().1);
        Some(FlagAnswer { total, most, ..self.answer(answered.definition, item, value, at, Some(response)) })
    }

    /// The answer from the event, if the form was abandoned or the response is not shared.
    fn answer_of(&self, event: &SafetyEvent, at: i64) -> Option<FlagAnswer> {
        let (definition, item) = self.asking(event)?;
        Some(self.answer(definition, item, event.answer?, at, event.response))
    }

    /// The question of an event: in the version that was answered if the answers are here, else in the newest one that
    /// has it.
    fn asking(&self, event: &SafetyEvent) -> Option<(&'a Definition, usize)> {
        let answered = self.answers.iter().find(|answer| Some(answer.item.id) == event.response);
        let place = |one: &Definition| one.items.iter().position(|known| known.id == event.item);
        let answered = answered.and_then(|answer| Some((answer.definition, place(answer.definition)?)));
        answered.or_else(|| asking(self.definitions, &event.instrument, &event.item))
    }

    fn answer(&self, one: &Definition, item: usize, value: f64, at: i64, response: Option<RecordId>) -> FlagAnswer {
        let asked = &one.items[item].id;
        let before: Option<(f64, &str)> = self.answers.iter().rev().find_map(|answer| {
            let Body::MeasureResponse(body) = &answer.item.record.body else { return None };
            let earlier = answer.item.record.when.unix_ms <= at && Some(answer.item.id) != response;
            if !earlier || answer.definition.id != one.id {
                return None;
            }
            // Another version may ask it in another place.
            let place = answer.definition.items.iter().position(|known| known.id == *asked)?;
            Some((body.answers.get(place).copied().flatten()?, answer.definition.version.as_str()))
        });
        let (before, before_version) = before.unzip();
        FlagAnswer {
            item: asked.clone(),
            number: item as u32 + 1,
            value,
            before,
            versions: (one.version.clone(), before_version.unwrap_or_default().to_owned()),
            ..FlagAnswer::default()
        }
    }
}

/// The item of a flag's condition.
fn flag_item(definition: &Definition, flag: &str) -> Option<usize> {
    let flag = definition.flags.iter().find(|one| one.id == flag)?;
    match &flag.when {
        crate::measures::condition::Condition::ItemAtLeast(id, _) => {
            definition.items.iter().position(|item| item.id == *id)
        }
        _ => None,
    }
}
