//! What comes first: safety items, and what the client wants to be seen soon. A later form never hides an earlier flag,
//! and a flag that the therapist has seen stays when the client takes the answers back.

use std::collections::BTreeSet;

use protocol::RecordId;
use serde::Serialize;

use super::standing::{Answered, scored};
use super::visit::Visit;
use crate::arc::{Item, signs};
use crate::measures::{Definition, FlagLevel};
use crate::record::{Body, CheckIn, FlagDisposition, SafetyEvent};

/// What a safety item was answered with. The words stand in the definition.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FlagAnswer {
    /// The item: `q9`.
    pub item: String,
    /// Its place among the questions, from 1.
    pub number: u32,
    /// What was answered when the flag was raised.
    pub value: f64,
    /// The present answer, if the client went back and changed it. The flag stays as it was raised.
    pub changed: Option<f64>,
    /// That in words.
    pub changed_said: String,
    /// What was answered in words, in the reader's language; empty until somebody who knows the language fills it in.
    pub said: String,
    /// The question, in the reader's language; as above.
    pub question: String,
    /// What was answered the last time.
    pub before: Option<f64>,
    /// That in words.
    pub before_said: String,
    /// What the answers add up to, if all are there and shared.
    pub total: Option<f64>,
    /// The most that they could.
    pub most: Option<f64>,
}

/// A tap on the safety page. It is what was tapped, and no assessment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tapped {
    /// `safe_now`, `told_someone`, `help_now`, `unsure`.
    pub choice: String,
    /// When: milliseconds since the Unix epoch; absent in events of earlier versions.
    pub at: Option<i64>,
}

/// A flag.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Flag {
    /// `safety` for a safety item, `sign` for signs after a session that a doctor should look at today, `see_soon` for what
    /// the client wants to be seen soon.
    pub kind: &'static str,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The instrument of a safety item.
    pub instrument: Option<String>,
    /// The flag's id in its instrument: `self_harm_item`.
    pub flag: Option<String>,
    /// The record whose page shows most of it: the answers, or else the event. Absent when both were taken back.
    pub opens: Option<String>,
    /// What was answered; absent when the answers were taken back.
    pub answer: Option<FlagAnswer>,
    /// What the client was shown at once, in that order.
    pub shown: Vec<String>,
    /// The client's own time of it: RFC 3339 with their offset. Absent of what was taken back.
    pub local: Option<String>,
    /// The country whose numbers were shown: ISO 3166-1 alpha-2; empty where the phone did not say.
    pub region: String,
    /// What the client tapped, oldest first.
    pub tapped: Vec<Tapped>,
    /// The client took it back after the therapist had seen it: this is what was already seen, and no more.
    pub taken_back: bool,
    /// When the therapist first saw it: milliseconds since the Unix epoch. The client is shown this.
    pub seen: Option<i64>,
    /// When it was closed: milliseconds since the Unix epoch.
    pub closed: Option<i64>,
    /// With what: the therapist's own record, by its id.
    pub disposition: Option<String>,
    /// Whether it still stands.
    pub open: bool,
    /// Whether the same item was answered without a flag since. The flag stands all the same.
    pub negative_since: bool,
    /// The signs that were tapped.
    pub signs: Vec<String>,
    /// The first lines of a sign's check-in, and of what the client wants to be seen soon.
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
    let known = Known::of(items, definitions);
    let mut flags = Vec::new();
    for item in items {
        let at = item.record.when.unix_ms;
        match &item.record.body {
            // A record that only closes what another one tells is no flag of its own.
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
            Body::CheckIn(entry) if signs_now(items, at, entry) => flags.push(Flag {
                kind: "sign",
                at,
                opens: Some(item.id.to_string()),
                local: Some(item.record.when.rfc3339()),
                open: !reviewed(item.id),
                signs: entry.signs.clone(),
                text: super::words::first_lines(&entry.text).0,
                ids: vec![item.id.to_string()],
                ..Flag::empty()
            }),
            _ => {}
        }
    }
    flags.extend(known.without_event());
    flags.extend(known.taken_back());
    // A phone whose clock runs ahead hides no safety answer.
    let due = |flag: &Flag| flag.at <= now || flag.kind == "safety";
    flags.retain(|flag| due(flag) && (flag.open || visit.at.is_none_or(|visit| flag.at >= visit)));
    let order = |flag: &Flag| ["safety", "sign", "see_soon"].iter().position(|kind| *kind == flag.kind);
    flags.sort_by_key(|flag| (!flag.open, order(flag), -flag.at, flag.ids.clone()));
    flags
}

/// Whether a check-in names a sign that is not to wait.
fn signs_now(items: &[Item], at: i64, entry: &CheckIn) -> bool {
    let sessions = items.iter().filter(|one| matches!(one.record.body, Body::DosingSession(_)));
    let tapped = entry.signs.iter().map(String::as_str);
    !entry.signs.is_empty() && signs::not_to_wait(tapped, at, sessions.map(|one| one.record.when.unix_ms))
}

/// A record that only says that another flag is closed.
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
            disposition: None,
            open: true,
            negative_since: false,
            signs: Vec::new(),
            text: String::new(),
            ids: Vec::new(),
        }
    }
}

/// What is known of a client's safety flags.
struct Known<'a> {
    items: &'a [Item],
    definitions: &'a [Definition],
    answers: Vec<Answered<'a>>,
}

impl<'a> Known<'a> {
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
        if let (Some(choice), true) = (event.choice, tapped.is_empty()) {
            tapped.push(Tapped { choice: choice.as_str().into(), at: None });
        }
        // What was answered then counts, and not what the client made of it since: that is said beside it.
        let now = response.and_then(|id| self.answer_in(id, &event.flag));
        let answer = match (self.answer_of(event, at), now) {
            (Some(then), now) => {
                let changed = now.as_ref().map(|now| now.value).filter(|value| *value != then.value);
                let (total, most) = now.map_or((None, None), |now| (now.total, now.most));
                Some(FlagAnswer { changed, total, most, ..then })
            }
            (None, now) => now,
        };
        let (seen, (closed, disposition)) = (self.seen(&ids), self.closed(&ids, at));
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
            disposition,
            open: closed.is_none(),
            negative_since: self.negative_after(&event.instrument, &event.flag, at),
            ids: ids.iter().map(ToString::to_string).collect(),
            ..Flag::empty()
        }
    }

    /// Answers of a phone that recorded no event, or whose event was not shared.
    fn without_event(&self) -> Vec<Flag> {
        let told: BTreeSet<RecordId> = self
            .items
            .iter()
            .filter_map(|item| match &item.record.body {
                Body::SafetyEvent(event) if !is_closing(event) => event.response,
                _ => None,
            })
            .collect();
        let mut flags = Vec::new();
        for answer in self.answers.iter().filter(|answer| !told.contains(&answer.item.id)) {
            let safety = answer.definition.flags.iter().filter(|flag| flag.level == FlagLevel::Safety);
            for flag in safety.filter(|flag| answer.score.flags.contains(&flag.id)) {
                let (id, at) = (answer.item.id, answer.item.record.when.unix_ms);
                let (closed, disposition) = self.closed(&[id], at);
                flags.push(Flag {
                    at,
                    instrument: Some(answer.definition.id.clone()),
                    flag: Some(flag.id.clone()),
                    opens: Some(id.to_string()),
                    answer: self.answer_in(id, &flag.id),
                    local: Some(answer.item.record.when.rfc3339()),
                    seen: self.seen(&[id]),
                    closed,
                    disposition,
                    open: closed.is_none(),
                    negative_since: self.negative_after(&answer.definition.id, &flag.id, at),
                    ids: vec![id.to_string()],
                    ..Flag::empty()
                });
            }
        }
        flags
    }

    /// What the therapist has seen, and the client took back since: that there was something, and when.
    fn taken_back(&self) -> Vec<Flag> {
        let mut flags: Vec<Flag> = Vec::new();
        for item in self.items {
            let Body::FlagSeen(mark) = &item.record.body else { continue };
            let ids: Vec<RecordId> = [mark.event, mark.response].into_iter().flatten().collect();
            if ids.is_empty() || ids.iter().any(|id| self.is_here(*id)) {
                continue;
            }
            let named: Vec<String> = ids.iter().map(ToString::to_string).collect();
            // Two browsers may each have marked it.
            if flags.iter().any(|flag| flag.ids.first() == named.first()) {
                continue;
            }
            let at = mark.flagged_at.as_ref().map_or(item.record.when.unix_ms, |when| when.unix_ms);
            let (closed, disposition) = self.closed(&ids, at);
            flags.push(Flag {
                at,
                instrument: Some(mark.instrument.clone()),
                taken_back: true,
                seen: Some(item.record.when.unix_ms),
                closed,
                disposition,
                open: closed.is_none(),
                ids: named,
                ..Flag::empty()
            });
        }
        flags
    }

    fn is_here(&self, id: RecordId) -> bool {
        self.items.iter().any(|item| item.id == id)
    }

    /// When a flag was closed, and by which record of the therapist's. `ids` begins with the flag's own; what was closed
    /// with its form closes only what came before.
    fn closed(&self, ids: &[RecordId], flagged: i64) -> (Option<i64>, Option<String>) {
        let (mut closed, mut disposition) = (None::<i64>, None::<(i64, String)>);
        let closes = |about: RecordId, at: i64| Some(&about) == ids.first() || ids.contains(&about) && at >= flagged;
        for item in self.items {
            match &item.record.body {
                Body::SafetyEvent(event) => {
                    let at = event.closed.as_ref().map(|when| when.unix_ms);
                    let about = [Some(item.id), event.response];
                    let at = at.filter(|at| about.into_iter().flatten().any(|about| closes(about, *at)));
                    closed = closed.into_iter().chain(at).min();
                }
                Body::FlagDisposition(FlagDisposition { about, .. })
                    if about.iter().any(|id| closes(*id, item.record.when.unix_ms)) =>
                {
                    let one = (item.record.when.unix_ms, item.id.to_string());
                    disposition = disposition.into_iter().chain([one]).max();
                }
                _ => {}
            }
        }
        (closed, disposition.map(|(_, id)| id))
    }

    /// When the therapist first saw the flag.
    fn seen(&self, ids: &[RecordId]) -> Option<i64> {
        let marks = self.items.iter().filter_map(|item| match &item.record.body {
            Body::ReviewMark(mark) if ids.contains(&mark.entry) => Some(item.record.when.unix_ms),
            Body::FlagSeen(seen) if seen.event.is_some_and(|id| ids.contains(&id)) => Some(item.record.when.unix_ms),
            _ => None,
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

    /// The answer that raised a flag, read in the answers themselves.
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

    /// The answer as the event itself says it: the form was left, or its answers are not shared.
    fn answer_of(&self, event: &SafetyEvent, at: i64) -> Option<FlagAnswer> {
        let definition = self.definitions.iter().find(|one| one.id == event.instrument)?;
        let item = definition.items.iter().position(|item| item.id == event.item)?;
        Some(self.answer(definition, item, event.answer?, at, event.response))
    }

    fn answer(&self, one: &Definition, item: usize, value: f64, at: i64, response: Option<RecordId>) -> FlagAnswer {
        let before = self.answers.iter().rev().find_map(|answer| {
            let Body::MeasureResponse(body) = &answer.item.record.body else { return None };
            let earlier = answer.item.record.when.unix_ms <= at && Some(answer.item.id) != response;
            body.answers.get(item).copied().flatten().filter(|_| earlier && answer.definition.id == one.id)
        });
        FlagAnswer { item: one.items[item].id.clone(), number: item as u32 + 1, value, before, ..FlagAnswer::default() }
    }
}

/// The item that a flag looks at.
fn flag_item(definition: &Definition, flag: &str) -> Option<usize> {
    let flag = definition.flags.iter().find(|one| one.id == flag)?;
    match &flag.when {
        crate::measures::condition::Condition::ItemAtLeast(id, _) => {
            definition.items.iter().position(|item| item.id == *id)
        }
        _ => None,
    }
}
