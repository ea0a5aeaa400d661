//! The pages: caseload, timeline, entry.

use journal::arc::{self, Item, timeline};
use journal::brief::{CaseloadRow, caseload, summarise};
use protocol::{CollectionId, RecordId};

use crate::search::Query;
use crate::view::{Caseload, Client, Entry, EntryPage, Filter, PHASES, Section, Timeline, phase};
use crate::{Desk, Fault};

impl Desk {
    /// The caseload at a time (milliseconds since the Unix epoch).
    pub fn caseload(&mut self, now: f64) -> Result<Caseload, Fault> {
        self.keys()?;
        let ids: Vec<CollectionId> = self.collections.keys().copied().collect();
        let rows = ids.iter().map(|id| self.summary(*id, now as i64)).collect();
        let clients = caseload(rows).into_iter().filter_map(|row| {
            let id = row.collection.parse().ok()?;
            Some(self.client(id, row))
        });
        Ok(Caseload { clients: clients.collect() })
    }

    /// One client's journey, as far as the filter lets it through.
    pub fn timeline(&mut self, collection: &str, filter: &Filter, now: f64) -> Result<Timeline, Fault> {
        let id = self.known(collection)?;
        let journey = timeline(&self.records.items(id));
        let row = self.summary(id, now as i64);
        let query = Query::new(&filter.query);
        let filtered = *filter != Filter::default();

        let mut page = Timeline {
            client: self.client(id, row),
            sections: Vec::new(),
            shown: 0,
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
                note(&mut page.kinds, &entry.kind);
                note(&mut page.phases, phase(entry.place.phase));
                entry.themes.iter().for_each(|theme| note(&mut page.themes, theme));
                let reviewable = entry.appointment.is_none();
                if reviewable && entry.reading != arc::Reading::Reviewed {
                    page.unreviewed.push(entry.id.clone());
                }
                if passes(&entry, filter, &query) {
                    entries.push(brief(entry, &query));
                }
            }
            page.shown += entries.len() as u32;
            if !entries.is_empty() || (section.session.is_some() && !filtered) {
                page.sections.push(Section::new(section.session, entries));
            }
        }
        page.ahead.reverse();
        page.kinds.sort_unstable();
        page.themes.sort_unstable();
        let seen = std::mem::take(&mut page.phases);
        page.phases =
            PHASES.iter().filter(|phase| seen.iter().any(|name| name == *phase)).map(|p| (*p).into()).collect();
        Ok(page)
    }

    /// One entry, whole, with its neighbours in time.
    pub fn entry(&mut self, collection: &str, entry: &str, now: f64) -> Result<EntryPage, Fault> {
        let id = self.known(collection)?;
        let wanted: RecordId = entry.parse().map_err(|_| Fault::not_found())?;
        let wanted = wanted.to_string();
        let journey = timeline(&self.records.items(id));
        let all: Vec<arc::Entry> = journey
            .sections
            .into_iter()
            .flat_map(|section| section.entries)
            .filter(|e| e.appointment.is_none())
            .collect();
        let at = all.iter().position(|entry| entry.id == wanted).ok_or_else(Fault::not_found)?;
        let whole = |entry: &arc::Entry| {
            let words = Query::default().pieces(&entry.text);
            Entry::new(entry.clone(), words, false)
        };
        let from = all[at].from_entry.as_ref();
        let row = self.summary(id, now as i64);
        Ok(EntryPage {
            client: self.client(id, row),
            entry: whole(&all[at]),
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

    /// A care collection of this therapist.
    pub(crate) fn known(&self, collection: &str) -> Result<CollectionId, Fault> {
        self.keys()?;
        let id = collection.parse().map_err(|_| Fault::not_found())?;
        if self.collections.contains_key(&id) { Ok(id) } else { Err(Fault::not_found()) }
    }

    fn summary(&mut self, id: CollectionId, now: i64) -> CaseloadRow {
        self.records.summary(id, now)
    }

    fn client(&self, id: CollectionId, row: CaseloadRow) -> Client {
        let label = self.invitations.iter().find(|invitation| invitation.collection == Some(id));
        let label = label.map(|invitation| self.label(invitation)).unwrap_or_default();
        let since = self.collections.get(&id).map_or(0, |collection| collection.created_at);
        let unreadable = self.records.ledger.aside(id).len() as u32;
        Client::new(row, label, since, self.troubles.get(&id).cloned(), unreadable)
    }
}

/// Adds what is not there yet.
fn note(seen: &mut Vec<String>, name: &str) {
    if !seen.iter().any(|known| known == name) {
        seen.push(name.into());
    }
}

fn brief(entry: arc::Entry, query: &Query) -> Entry {
    let (words, cut) = query.excerpt(&entry.text);
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
        && query.matches(&texts)
}

impl crate::sync::Records {
    /// The opened records of one collection. What cannot be read as a record (a frame of a newer version) is left out.
    pub(crate) fn items(&self, collection: CollectionId) -> Vec<Item> {
        let rows = self.ledger.rows(collection);
        let items = rows.filter_map(|(id, row)| {
            let record = row.content.as_ref()?.to_record().ok()?;
            Some(Item { id, revision: row.revision, record })
        });
        items.collect()
    }

    /// The caseload's row, made anew when records changed or when it is some minutes old.
    pub(crate) fn summary(&mut self, collection: CollectionId, now: i64) -> CaseloadRow {
        const FRESH_MS: i64 = 5 * 60 * 1_000;
        let known = self.summaries.get(&collection).filter(|(at, _)| (now - at).abs() < FRESH_MS);
        if let Some((_, row)) = known {
            return row.clone();
        }
        let row = summarise(collection, &self.items(collection), now);
        self.summaries.insert(collection, (now, row.clone()));
        row
    }

    /// Records of this collection have changed.
    pub(crate) fn stale(&mut self, collection: CollectionId) {
        self.summaries.remove(&collection);
    }
}
