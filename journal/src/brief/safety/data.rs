//! A client's records as far as flags are concerned: what raised each flag, who saw it, and how it was closed.

use std::collections::BTreeSet;

use protocol::RecordId;

use super::{Flag, FlagAnswer, Tapped, is_closing, since};
use crate::arc::Item;
use crate::brief::caseload::ENTRIES;
use crate::brief::measure_summary::{Answered, asking, scored};
use crate::effects::urgency;
use crate::measures::condition::Condition;
use crate::measures::{Definition, FlagLevel};
use crate::record::{Body, FlagDisposition, SafetyEvent};

/// How a flag was closed.
struct Closed {
    /// When it was closed, unless it was reopened since.
    at: Option<i64>,
    closings: Vec<(i64, Option<i64>)>,
    dispositions: Vec<String>,
}

/// The data of a client's safety flags.
pub(super) struct SafetyData<'a> {
    items: &'a [Item],
    definitions: &'a [Definition],
    answers: Vec<Answered<'a>>,
}

impl<'a> SafetyData<'a> {
    pub(super) fn of(items: &'a [Item], definitions: &'a [Definition]) -> Self {
        let mut answers: Vec<Answered<'a>> = scored(items, definitions).collect();
        answers.sort_by_key(|answer| (answer.item.record.when.unix_ms, answer.item.id));
        Self { items, definitions, answers }
    }

    pub(super) fn of_event(&self, item: &Item, event: &SafetyEvent) -> Flag {
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

    /// Answers of a phone that recorded no event, or whose event was not shared.
    pub(super) fn without_event(&self) -> Vec<Flag> {
        let reported: BTreeSet<RecordId> = self
            .items
            .iter()
            .filter_map(|item| match &item.record.body {
                Body::SafetyEvent(event) if !is_closing(event) => event.response,
                _ => None,
            })
            .collect();
        let mut flags = Vec::new();
        for answer in self.answers.iter().filter(|answer| !reported.contains(&answer.item.id)) {
            let safety = answer.definition.flags.iter().filter(|flag| flag.level == FlagLevel::Safety);
            for flag in safety.filter(|flag| answer.score.flags.contains(&flag.id)) {
                let (id, at) = (answer.item.id, answer.item.record.when.unix_ms);
                let Closed { at: closed, closings, dispositions } = self.closed(&[id], at);
                flags.push(Flag {
                    at,
                    instrument: Some(answer.definition.id.clone()),
                    flag: Some(flag.id.clone()),
                    opens: Some(id.to_string()),
                    answer: self.answer_in(id, &flag.id),
                    local: Some(answer.item.record.when.rfc3339()),
                    seen: self.seen(&[id], at),
                    closed,
                    closings,
                    dispositions,
                    open: closed.is_none(),
                    negative_since: self.negative_after(&answer.definition.id, &flag.id, at),
                    ids: vec![id.to_string()],
                    ..Flag::empty()
                });
            }
        }
        flags
    }

    /// Flags that the therapist has seen and the client took back since: only that they existed, and when.
    pub(super) fn taken_back(&self) -> Vec<Flag> {
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
    pub(super) fn red_taken_back(&self, reviewed: &dyn Fn(RecordId) -> bool) -> Vec<Flag> {
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
    pub(super) fn seen(&self, ids: &[RecordId], flagged: i64) -> Option<i64> {
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
        let (definition, item) = asking(self.definitions, &event.instrument, &event.item)?;
        Some(self.answer(definition, item, event.answer?, at, event.response))
    }

    fn answer(&self, one: &Definition, item: usize, value: f64, at: i64, response: Option<RecordId>) -> FlagAnswer {
        let asked = &one.items[item].id;
        let before = self.answers.iter().rev().find_map(|answer| {
            let Body::MeasureResponse(body) = &answer.item.record.body else { return None };
            let earlier = answer.item.record.when.unix_ms <= at && Some(answer.item.id) != response;
            if !earlier || answer.definition.id != one.id {
                return None;
            }
            // Another version may ask it in another place.
            let place = answer.definition.items.iter().position(|known| known.id == *asked)?;
            body.answers.get(place).copied().flatten()
        });
        FlagAnswer { item: asked.clone(), number: item as u32 + 1, value, before, ..FlagAnswer::default() }
    }
}

/// The item of a flag's condition.
fn flag_item(definition: &Definition, flag: &str) -> Option<usize> {
    let flag = definition.flags.iter().find(|one| one.id == flag)?;
    match &flag.when {
        Condition::ItemAtLeast(id, _) => definition.items.iter().position(|item| item.id == *id),
        _ => None,
    }
}
