//! Merges the records of one dosing session: the clinic's route and dose, the client's experience.

use std::collections::BTreeSet;

use super::Item;
use super::calendar::HOUR_MS;
use crate::record::{Body, DosingSession, Moment, Setting};

/// Sessions with the same number that begin less than this many hours apart are one session. A client has at most one
/// per day, and a series uses each number once.
pub const SAME_HOURS: i64 = 24;

/// The records of one dosing session. See [`sessions`].
pub struct Recorded<'a> {
    /// At least one. The first determines the session: the client's record if there is one, else the oldest.
    pub records: Vec<&'a Item>,
}

/// The dosing sessions among these records, oldest first, each with all its records
/// (docs/decisions/0046).
pub fn sessions<'a>(items: impl IntoIterator<Item = &'a Item>) -> Vec<Recorded<'a>> {
    let mut all: Vec<(&DosingSession, &Item)> =
        items.into_iter().filter_map(|item| Some((session(item)?, item))).collect();
    all.sort_by_key(|(session, item)| (session.number, item.record.when.unix_ms, item.id));
    let mut found: Vec<Recorded<'a>> = Vec::new();
    for (session, item) in all {
        match found.last_mut() {
            Some(last) if last.holds(session, item) => last.records.push(item),
            _ => found.push(Recorded { records: vec![item] }),
        }
    }
    for one in &mut found {
        one.records.sort_by_key(|item| (by_clinic(item), item.id));
    }
    found.sort_by_key(|one| (one.records[0].record.when.unix_ms, one.records[0].id));
    found
}

impl Recorded<'_> {
    /// The session as one record, under the id of the first. The clinic's values win for single values (beginning,
    /// route, dose, setting). Texts are joined, and nothing is left out.
    pub fn whole(&self) -> Item {
        let mut whole = self.records[0].clone();
        // The clinic's values first: later ones do not overwrite them.
        let mut parts: Vec<&Item> = self.records.clone();
        // The record of this therapist comes before one that was brought along.
        parts.sort_by_key(|item| (!by_clinic(item), !by_therapist(item)));
        let (Some((first, rest)), Body::DosingSession(mine)) = (parts.split_first(), &mut whole.record.body) else {
            return whole;
        };
        // Its instant, with the UTC offset of the determining record.
        whole.record.when.unix_ms = first.record.when.unix_ms;
        if let Some(first) = session(first).filter(|_| !rest.is_empty()) {
            let (shared_with, alternatives, extra) =
                (mine.shared_with.clone(), mine.alternatives.clone(), mine.extra.clone());
            *mine = DosingSession { shared_with, alternatives, extra, ..first.clone() };
            rest.iter().filter_map(|item| session(item)).for_each(|other| add(mine, other));
        }
        whole
    }

    fn holds(&self, one: &DosingSession, item: &Item) -> bool {
        // Sorted by number and time: the first is the earliest.
        let Some((known, earliest)) = self.records.first().and_then(|first| Some((session(first)?, first))) else {
            return false;
        };
        let later = item.record.when.unix_ms.saturating_sub(earliest.record.when.unix_ms);
        one.number != 0 && known.number == one.number && later < SAME_HOURS * HOUR_MS
    }
}

fn session(item: &Item) -> Option<&DosingSession> {
    match &item.record.body {
        Body::DosingSession(session) => Some(session),
        _ => None,
    }
}

fn by_therapist(item: &Item) -> bool {
    session(item).is_some_and(|session| session.by_therapist)
}

fn by_clinic(item: &Item) -> bool {
    session(item).is_some_and(DosingSession::is_clinics)
}

/// Adds another record of the same session.
fn add(session: &mut DosingSession, other: &DosingSession) {
    fill_if_empty(&mut session.route, &other.route);
    session.dose_mg = session.dose_mg.or(other.dose_mg);
    fill_if_empty(&mut session.recorded_by, &other.recorded_by);
    session.duration_min = session.duration_min.or(other.duration_min);
    session.ended = later(session.ended.take(), &other.ended);
    let Setting { place, light, music, seating, companions, comfort, extra: _ } = &mut session.setting;
    for (own, theirs) in [
        (place, &other.setting.place),
        (light, &other.setting.light),
        (music, &other.setting.music),
        (seating, &other.setting.seating),
        (companions, &other.setting.companions),
    ] {
        join(own, theirs, "; ");
    }
    union(comfort, &other.setting.comfort);
    join(&mut session.support, &other.support, "; ");
    union(&mut session.qualities, &other.qualities);
    session.intensity = session.intensity.or(other.intensity);
    for (own, theirs) in [
        (&mut session.support_note, &other.support_note),
        (&mut session.first_words, &other.first_words),
        (&mut session.notes, &other.notes),
        (&mut session.helped, &other.helped),
        (&mut session.hindered, &other.hindered),
    ] {
        join(own, theirs, "\n\n");
    }
}

fn fill_if_empty(own: &mut String, theirs: &str) {
    if own.trim().is_empty() {
        *own = theirs.to_owned();
    }
}

fn join(own: &mut String, theirs: &str, between: &str) {
    if own.trim().is_empty() {
        *own = theirs.to_owned();
    } else if !theirs.trim().is_empty() && !own.contains(theirs.trim()) {
        *own = format!("{own}{between}{theirs}");
    }
}

fn union(own: &mut Vec<String>, theirs: &[String]) {
    let known: BTreeSet<String> = own.iter().cloned().collect();
    own.extend(theirs.iter().filter(|one| !known.contains(*one)).cloned());
}

/// The check-ins count from the client's arrival at home.
fn later(one: Option<Moment>, other: &Option<Moment>) -> Option<Moment> {
    [one, other.clone()].into_iter().flatten().max_by_key(|moment| moment.unix_ms)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use protocol::RecordId;

    use super::*;
    use crate::arc::{Course, timeline};
    use crate::record::Record;

    fn item(n: u8, at: &str, session: DosingSession) -> Item {
        let when = Moment::parse(at, "").unwrap();
        Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body: session.into() } }
    }

    fn clinic() -> DosingSession {
        DosingSession {
            number: 2,
            by_therapist: true,
            route: "lozenge".into(),
            dose_mg: Some(100.0),
            recorded_by: "clinic".into(),
            ended: Some(Moment::parse("2026-02-19T17:00:00Z", "").unwrap()),
            helped: "the blanket".into(),
            ..Default::default()
        }
    }

    fn client() -> DosingSession {
        DosingSession {
            number: 2,
            dose_mg: Some(75.0),
            duration_min: Some(50),
            recorded_by: "client".into(),
            ended: Some(Moment::parse("2026-02-19T13:00:00-07:00", "").unwrap()),
            first_words: "Light.".into(),
            helped: "the music".into(),
            ..Default::default()
        }
    }

    #[test]
    fn what_both_wrote_down_is_one_session_with_everything_that_was_said() {
        // In another zone the calendar shows another day.
        let items = [item(2, "2026-02-19T16:00:00Z", clinic()), item(9, "2026-02-19T10:30:00-07:00", client())];
        let [recorded] = &sessions(&items)[..] else { panic!() };
        let whole = recorded.whole();
        let Body::DosingSession(session) = &whole.record.body else { panic!() };
        assert_eq!((whole.id, whole.record.when.rfc3339().as_str()), (items[1].id, "2026-02-19T09:00:00-07:00"));
        assert_eq!(
            (session.dose_mg, session.duration_min, session.recorded_by.as_str()),
            (Some(100.0), Some(50), "clinic")
        );
        assert_eq!((session.first_words.as_str(), session.helped.as_str()), ("Light.", "the blanket\n\nthe music"));
        assert_eq!(session.ended.as_ref().unwrap().rfc3339(), "2026-02-19T13:00:00-07:00", "home counts");
        let course = Course::of(&items);
        assert_eq!((course.sessions().len(), course.sessions()[0].also.as_slice()), (1, &[items[0].id][..]));
        assert_eq!(course.session_of(items[0].id), course.session_of(items[1].id));
        assert_eq!(timeline(&items).sections.len(), 1);
    }

    #[test]
    fn what_was_brought_along_from_an_earlier_therapist_counts_as_the_clinics_word() {
        let brought = DosingSession { by_therapist: false, brought_from: "M. Osei".into(), ..clinic() };
        // It was made later than the client's own.
        let items = [item(2, "2026-02-19T17:30:00Z", client()), item(9, "2026-02-19T16:00:00Z", brought)];
        let [recorded] = &sessions(&items)[..] else { panic!() };
        let whole = recorded.whole();
        let Body::DosingSession(session) = &whole.record.body else { panic!() };
        assert_eq!((whole.id, session.dose_mg, session.brought_from.as_str()), (items[0].id, Some(100.0), "M. Osei"));
        assert_eq!(session.first_words, "Light.");
        // Another record by the current therapist comes before it.
        let now = item(7, "2026-02-19T16:00:00Z", DosingSession { dose_mg: Some(120.0), ..clinic() });
        let items = [items[0].clone(), items[1].clone(), now];
        let Body::DosingSession(session) = sessions(&items)[0].whole().record.body else { panic!() };
        assert_eq!(session.dose_mg, Some(120.0));
    }

    #[test]
    fn another_number_or_another_day_is_another_session() {
        let count = |at: &str, number| {
            let other = DosingSession { number, ..client() };
            sessions(&[item(2, "2026-02-19T16:00:00Z", clinic()), item(9, at, other)]).len()
        };
        assert_eq!(count("2026-02-19T16:00:00Z", 3), 2);
        assert_eq!(count("2026-02-20T16:00:00Z", 2), 2);
        assert_eq!(count("2026-02-20T15:59:00Z", 2), 1);
        assert_eq!(count("2026-02-18T16:01:00Z", 2), 1);
        // A session without a number does not merge with others.
        let unnumbered = || DosingSession { number: 0, ..client() };
        let at = "2026-02-19T16:00:00Z";
        assert_eq!(sessions(&[item(2, at, unnumbered()), item(9, at, unnumbered())]).len(), 2);
    }

    proptest! {
        #[test]
        fn every_record_is_in_exactly_one_session_whatever_their_order(
            sessions_of in prop::collection::vec((0_u32..4, 0_i64..96, any::<bool>()), 0..12),
            turn in 0_usize..12,
        ) {
            let mut items: Vec<Item> = sessions_of.iter().enumerate().map(|(n, (number, hour, by_therapist))| {
                let session = DosingSession { number: *number, by_therapist: *by_therapist, ..Default::default() };
                let mut item = item(n as u8, "2026-02-19T16:00:00Z", session);
                item.record.when.unix_ms += hour * HOUR_MS;
                item
            }).collect();
            let shape = |items: &[Item]| -> Vec<Vec<RecordId>> {
                sessions(items).iter().map(|one| one.records.iter().map(|item| item.id).collect()).collect()
            };
            let before = shape(&items);
            let mut all: Vec<RecordId> = before.iter().flatten().copied().collect();
            all.sort();
            let mut given: Vec<RecordId> = items.iter().map(|item| item.id).collect();
            given.sort();
            prop_assert_eq!(all, given);
            let turn = if items.is_empty() { 0 } else { turn % items.len() };
            items.rotate_left(turn);
            prop_assert_eq!(shape(&items), before);
        }
    }
}
