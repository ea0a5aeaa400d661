//! The pages of a client: timeline and entry.

use journal::arc::{self, timeline};
use journal::brief::measure_summary::asking;
use journal::lookback::{FoldedText, Query};
use journal::record::{Body, SafetyEvent};

use crate::answers::{add_up, answers};
use crate::search::{excerpt, pieces};
use crate::view::{Entry, EntryPage, Filter, ItemAnswer, PHASES, Section, Timeline, phase};
use crate::{Casebook, Fault};

impl Casebook {
    /// A client's timeline, filtered.
    pub fn timeline(&self, collection: &str, filter: &Filter, now: f64) -> Result<Timeline, Fault> {
        let (_, items) = self.items(collection)?;
        let journey = timeline(items);
        let query = Query::new(&filter.query);
        let filtered = Filter { from: 0, count: 0, ..filter.clone() } != Filter::default();
        let window = filter.from..filter.from.saturating_add(if filter.count == 0 { u32::MAX } else { filter.count });

        let mut page = Timeline {
            sections: Vec::new(),
            shown: 0,
            total: 0,
            unreviewed: Vec::new(),
            kinds: Vec::new(),
            phases: Vec::new(),
            themes: Vec::new(),
            ahead: Vec::new(),
        };
        for section in journey.sections {
            let mut entries = Vec::new();
            for entry in section.entries {
                let meeting_ahead = entry.appointment.as_ref().is_some_and(|(_, kept)| kept.is_none());
                if meeting_ahead {
                    if entry.unix_ms as f64 > now {
                        page.ahead.push(brief(entry, &Query::default()));
                    }
                    continue;
                }
                note_choices(&mut page, &entry);
                let reviewable = entry.appointment.is_none();
                if reviewable && entry.reading != arc::Reading::Reviewed {
                    page.unreviewed.push(entry.id.clone());
                }
                if passes(&entry, filter, &query) {
                    if window.contains(&page.total) {
                        entries.push(brief(entry, &query));
                    }
                    page.total += 1;
                }
            }
            page.shown += entries.len() as u32;
            // A session without entries is shown if the window includes its position.
            let reached = filter.from == 0 && filter.count == 0;
            if !entries.is_empty()
                || (section.session.is_some() && !filtered && (reached || window.contains(&page.total)))
            {
                page.sections.push(Section::new(section.session, entries));
            }
        }
        let shown = page.sections.iter_mut().flat_map(|section| &mut section.entries);
        let mut filled = shown.filter(|entry| entry.measure.is_some()).peekable();
        if filled.peek().is_some() {
            let library = self.instruments(items);
            filled.for_each(|entry| add_up(entry, items, &library));
        }
        page.ahead.reverse();
        sort_choices(&mut page);
        Ok(page)
    }

    /// A complete entry with its neighbours in time. A measure's questions are in a language (BCP 47).
    pub fn entry(&self, collection: &str, entry: &str, language: &str) -> Result<EntryPage, Fault> {
        let (_, item) = self.item(collection, entry)?;
        let wanted = item.id.to_string();
        let (_, items) = self.items(collection)?;
        let journey = timeline(items);
        let all: Vec<arc::Entry> = journey
            .sections
            .into_iter()
            .flat_map(|section| section.entries)
            .filter(|e| e.appointment.is_none())
            .collect();
        if let Body::SafetyEvent(event) = &item.record.body {
            return Ok(self.event_page(collection, item, event, language));
        }
        let at = all.iter().position(|entry| entry.id == wanted).ok_or_else(Fault::not_found)?;
        let whole = |entry: &arc::Entry| {
            let words = pieces(&Query::default(), &entry.text);
            Entry::new(entry.clone(), words, false)
        };
        let from = all[at].from_entry.as_ref();
        let (mut entry, mut given) = (whole(&all[at]), Vec::new());
        if entry.measure.is_some() {
            let library = self.instruments(items);
            add_up(&mut entry, items, &library);
            given = answers(&wanted, items, &library, language);
        }
        Ok(EntryPage {
            entry,
            answers: given,
            newer: at.checked_sub(1).map(|at| all[at].id.clone()),
            older: all.get(at + 1).map(|entry| entry.id.clone()),
            origin: from
                .and_then(|from| all.iter().find(|e| e.id == *from))
                .map(|e| brief(e.clone(), &Query::default())),
            steps: all
                .iter()
                .filter(|step| step.from_entry.as_ref() == Some(&wanted))
                .map(|step| brief(step.clone(), &Query::default()))
                .collect(),
        })
    }
}

impl Casebook {
    /// The page of a safety event whose answers are not shared: the answer, its time, what was shown and tapped.
    fn event_page(&self, collection: &str, item: &arc::Item, event: &SafetyEvent, language: &str) -> EntryPage {
        let items = self.items(collection).map(|(_, items)| items).unwrap_or_default();
        let definitions = self.definitions(items);
        let asking = asking(&definitions, &event.instrument, &event.item).map(|(one, _)| one);
        let definition = asking.or_else(|| definitions.iter().find(|one| one.id == event.instrument));
        let answered = definition.zip(event.answer).map(|(one, value)| ItemAnswer {
            question: one.item_in(&event.item, language).unwrap_or(&event.item).to_owned(),
            answer: one
                .options_in(language)
                .into_iter()
                .find(|(known, _)| *known == value)
                .map_or("", |(_, said)| said)
                .to_owned(),
            value: Some(value),
            scored: true,
            safety: true,
        });
        let laid_out = arc::Entry::of_event(item, &arc::Course::of(items));
        EntryPage {
            entry: Entry::new(laid_out, Vec::new(), false),
            answers: answered.into_iter().collect(),
            newer: None,
            older: None,
            origin: None,
            steps: Vec::new(),
        }
    }
}

/// Adds what the filter can choose because of an entry.
fn note_choices(page: &mut Timeline, entry: &arc::Entry) {
    note(&mut page.kinds, &entry.kind);
    note(&mut page.phases, phase(entry.place.phase));
    entry.themes.iter().for_each(|theme| note(&mut page.themes, theme));
}

/// Sorts the choices of the filter: kinds and themes by name, phases by time.
fn sort_choices(page: &mut Timeline) {
    page.kinds.sort_unstable();
    page.themes.sort_unstable();
    let seen = std::mem::take(&mut page.phases);
    page.phases = PHASES.iter().filter(|phase| seen.iter().any(|name| name == *phase)).map(|p| (*p).into()).collect();
}

/// Adds a name if it is missing.
fn note(seen: &mut Vec<String>, name: &str) {
    if !seen.iter().any(|known| known == name) {
        seen.push(name.into());
    }
}

fn brief(entry: arc::Entry, query: &Query) -> Entry {
    let (words, cut) = excerpt(query, &entry.text);
    Entry::new(entry, words, cut)
}

fn passes(entry: &arc::Entry, filter: &Filter, query: &Query) -> bool {
    let is = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
    let themed = filter.theme.as_ref().is_none_or(|theme| entry.themes.contains(theme));
    let mut texts: Vec<&str> = vec![&entry.text];
    texts.extend(entry.states.iter().chain(&entry.themes).map(String::as_str));
    texts.extend(entry.replies.iter().map(|reply| reply.text.as_str()));
    let unreviewed = entry.reading != arc::Reading::Reviewed && entry.appointment.is_none();
    is(&filter.kind, &entry.kind)
        && is(&filter.phase, phase(entry.place.phase))
        && themed
        && (!filter.unreviewed || unreviewed)
        && (filter.query.trim().is_empty() || !query.is_empty() && query.finds(&FoldedText::new(&texts)))
}
