//! Flags of answers whose safety event is not here: from a phone that recorded none, or shared without it.

use std::collections::BTreeSet;

use protocol::RecordId;

use super::{Closed, Flag, SafetyData, flag_item, is_closing};
use crate::arc::Item;
use crate::brief::measure_summary::answered_by;
use crate::effects;
use crate::measures::{BUILT_IN_IDS, FlagLevel};
use crate::record::{Body, SideEffectCheck, Suicidal};

impl SafetyData<'_> {
    /// The records whose events are here.
    fn reported(&self) -> BTreeSet<RecordId> {
        let event = |item: &Item| match &item.record.body {
            Body::SafetyEvent(event) if !is_closing(event) => event.response,
            _ => None,
        };
        self.items.iter().filter_map(event).collect()
    }

    /// Answers of a phone that recorded no event, or whose event was not shared.
    pub(in crate::brief::safety) fn without_event(&self) -> Vec<Flag> {
        let reported = self.reported();
        let mut flags = Vec::new();
        for answer in self.answers.iter().filter(|answer| !reported.contains(&answer.item.id)) {
            let safety = answer.definition.flags.iter().filter(|flag| flag.level == FlagLevel::Safety);
            for flag in safety.filter(|flag| answer.score.flags.contains(&flag.id)) {
                flags.push(Flag {
                    answer: self.answer_in(answer.item.id, &flag.id),
                    negative_since: self.negative_after(
                        &answer.definition.id,
                        &flag.id,
                        answer.item.record.when.unix_ms,
                    ),
                    ..self.of_answers(answer.item, &answer.definition.id, &flag.id)
                });
            }
        }
        flags
    }

    /// The same for answers to a built-in instrument that cannot be scored: one is none of the options, or there are more
    /// than questions. The answer to a safety item counts in them as well.
    pub(in crate::brief::safety) fn unscored_without_event(&self) -> Vec<Flag> {
        let (reported, mut flags) = (self.reported(), Vec::new());
        for item in self.items {
            let Body::MeasureResponse(response) = &item.record.body else { continue };
            let scored = self.answers.iter().any(|answer| answer.item.id == item.id);
            if scored || reported.contains(&item.id) || !BUILT_IN_IDS.contains(&response.instrument.as_str()) {
                continue;
            }
            let Some(one) = answered_by(self.definitions, &response.instrument, &response.version) else { continue };
            let place = |id: &str| one.items.iter().position(|item| item.id == id);
            let safety = one.flags.iter().filter(|flag| flag.level == FlagLevel::Safety);
            let raised = safety.filter(|flag| flag.when.holds_by_position(&place, &response.answers));
            flags.extend(raised.map(|flag| {
                let asked = flag_item(one, &flag.id);
                let value = asked.and_then(|at| Some((at, response.answers.get(at).copied().flatten()?)));
                let at = item.record.when.unix_ms;
                let answer = value.map(|(asked, value)| self.answer(one, asked, value, at, Some(item.id)));
                Flag { answer, ..self.of_answers(item, &one.id, &flag.id) }
            }));
        }
        flags
    }

    /// Side-effect checks that report thoughts of death and whose event is not here: two phones may have changed the check
    /// and shared it at the same time.
    pub(in crate::brief::safety) fn checks_without_event(&self) -> Vec<Flag> {
        let reported = self.reported();
        let said = |item: &&Item| {
            let yes = |check: &SideEffectCheck| check.suicidal == Some(Suicidal::Yes);
            matches!(&item.record.body, Body::SideEffectCheck(check) if yes(check)) && !reported.contains(&item.id)
        };
        let said = self.items.iter().filter(said);
        said.map(|item| self.of_answers(item, effects::INSTRUMENT, effects::SUICIDAL)).collect()
    }

    /// A flag that answers raise without an event.
    fn of_answers(&self, item: &Item, instrument: &str, flag: &str) -> Flag {
        let (id, at) = (item.id, item.record.when.unix_ms);
        let Closed { at: closed, closings, dispositions } = self.closed(&[id], at);
        Flag {
            at,
            instrument: Some(instrument.to_owned()),
            flag: Some(flag.to_owned()),
            opens: Some(id.to_string()),
            local: Some(item.record.when.rfc3339()),
            seen: self.seen(&[id], at),
            closed,
            closings,
            dispositions,
            open: closed.is_none(),
            ids: vec![id.to_string()],
            ..Flag::empty()
        }
    }
}
