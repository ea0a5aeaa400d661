//! The common input of all views: time, zone, the course of sessions, relationships, language.

use std::collections::BTreeSet;

use journal::arc::{ArcPlace, Course, Item, Meeting, Written, Zone, checkins, effect_checks, follow_ups, prompts};
use journal::effects;
use journal::record::{Moment, Phase as ArcPhase, Slot};
use journal::sync::{Key, Row};
use protocol::RecordId;
use serde::Serialize;

use crate::care::relationship;
use crate::entries::Phase;
use crate::messages::{Catalogue, Part};
use crate::store::Connection;
use crate::store::{self, collections, pages, recall};
use crate::{CareView, Error, Phone};

/// Number of the newest sessions and meetings that are loaded: the cost of a view must not grow with the journal.
const SESSIONS: i64 = 100;

/// The position of a moment in the arc, with its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct PlaceView {
    /// "4 days after session 2".
    pub said: String,
    /// The part of the arc.
    pub phase: Phase,
    /// "Integration".
    pub phase_text: String,
    /// The session that it follows (or, before the first, precedes).
    pub session: Option<u32>,
    /// Days since that session, on the person's own calendar; negative before the first.
    pub day: Option<i64>,
}

/// An upcoming appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct AppointmentView {
    /// The id for other calls.
    pub id: String,
    /// "Follow-up on Thursday, 4:30 PM".
    pub said: String,
    /// The purpose: `preparation`, `dosing`, `integration`, `follow_up` or another value.
    pub purpose: String,
    /// The time, as RFC 3339 with the author's UTC offset.
    pub at: String,
    /// Milliseconds since the Unix epoch.
    pub unix_ms: i64,
}

/// The common input of all views.
pub(crate) struct ViewContext {
    pub now: Moment,
    /// Today in the person's time zone.
    pub today: i64,
    pub zone: Box<dyn Zone>,
    pub words: &'static Catalogue,
    pub course: Course,
    /// Whether there are earlier sessions than the course has loaded.
    pub partial: bool,
    pub meetings: Vec<(Meeting, Moment)>,
    /// The care relationships that have not ended.
    pub care: Vec<CareView>,
    /// Those that have.
    pub former: Vec<CareView>,
    /// Those of them whose end the server has not confirmed: the therapist may still read.
    pub ending: Vec<String>,
}

impl Phone {
    /// Loads the common input of all views.
    pub(crate) fn view_context(&self) -> Result<ViewContext, Error> {
        let words = self.words();
        let (now, zone) = (self.clock.now(), self.clock.zone());
        let known = self.store.read(collections::all)?;
        let ending = known.iter().filter(|one| one.is_ending()).map(|one| one.id.to_string()).collect();
        let (former, care) = known.iter().filter_map(relationship).partition(|care| care.ended);
        let (course, partial, meetings) = self.store.read(|connection| {
            let mut course = recall::items(connection, &["dosing_session"], SESSIONS)?;
            let partial = course.len() as i64 == SESSIONS;
            course.extend(recall::items(connection, &["series"], SESSIONS)?);
            Ok((Course::of(&course), partial, recall::items(connection, &["appointment"], SESSIONS)?))
        })?;
        let meeting = |item: &Item| Some((Meeting::of(item)?, item.record.when.clone()));
        let mut meetings: Vec<_> = meetings.iter().filter_map(meeting).collect();
        meetings.sort_by_key(|(meeting, _)| meeting.at);
        Ok(ViewContext { today: now.local_day(), now, zone, words, course, partial, meetings, care, former, ending })
    }

    /// The relationships whose therapist can read a record: the server has confirmed a version of it there.
    pub(crate) fn readable_in(&self, id: RecordId) -> Result<BTreeSet<String>, Error> {
        let rows = self.store.read(|connection| pages::everywhere(connection, id))?;
        let confirmed = |(key, row): (Key, Row)| {
            // The base of an unsent change is what the server has.
            let theirs = if row.dirty { row.base } else { row.content };
            (theirs.is_some() && !row.missing).then(|| key.collection.to_string())
        };
        Ok(rows.into_iter().filter_map(confirmed).collect())
    }
}

impl ViewContext {
    /// The position of a moment in the arc.
    pub fn place(&self, when: &Moment) -> PlaceView {
        self.place_view_on(self.course.place(when), self.course.before_dose(when))
    }

    /// A position as text; on the day of a session with whether it is before the session. A feeling before the dose is
    /// not an effect of it.
    pub fn place_view_on(&self, place: ArcPlace, before_dose: Option<bool>) -> PlaceView {
        let mut place = self.place_view(place);
        if let (Some(true), Some(session)) = (before_dose, place.session) {
            place.said = self.words.fill("place-day-before", &[("session", i64::from(session).into())]);
        }
        place
    }

    /// A position in the arc with its label.
    pub fn place_view(&self, place: ArcPlace) -> PlaceView {
        let phase = Phase::from(place.phase);
        PlaceView {
            said: place_text(self.words, &place),
            phase,
            phase_text: self.words.name("phase", place.phase.as_str()),
            session: place.session,
            day: place.day,
        }
    }

    /// The id of the shown record: of a session that both client and clinic recorded, one is shown.
    pub fn shown_id(&self, id: RecordId) -> RecordId {
        self.course.session_of(id).map_or(id, |session| session.id)
    }

    /// The coming appointments, soonest first.
    pub fn ahead(&self) -> Vec<AppointmentView> {
        let ahead = self.meetings.iter().filter(|(meeting, _)| meeting.is_ahead(self.now.unix_ms));
        ahead.map(|(meeting, when)| self.appointment(meeting, when)).collect()
    }

    fn appointment(&self, meeting: &Meeting, when: &Moment) -> AppointmentView {
        AppointmentView {
            id: meeting.id.to_string(),
            said: self.meeting_text(meeting, when),
            purpose: meeting.purpose.clone(),
            at: when.rfc3339(),
            unix_ms: meeting.at,
        }
    }

    fn meeting_text(&self, meeting: &Meeting, when: &Moment) -> String {
        let purpose = self.words.name("purpose", &meeting.purpose);
        // The person's current zone counts, not the one at the time of the agreement.
        let here = journal::arc::calendar::moment(self.zone.as_ref(), when.unix_ms);
        let near = self.words.relative(&here, self.today);
        self.words.fill("next-appointment", &[("purpose", purpose.into()), ("when", near.into())])
    }

    /// "on Thursday, 4:30 PM", for any instant.
    pub fn relative(&self, unix_ms: i64) -> String {
        let here = journal::arc::calendar::moment(self.zone.as_ref(), unix_ms);
        self.words.relative(&here, self.today)
    }

    /// Entries since the last session began (or, before the first, of the last weeks), as input of check-ins.
    pub fn written(&self, connection: &mut Connection) -> Result<Vec<Written>, store::Error> {
        let from = self.course.last(self.now.unix_ms).map(|session| session.start.unix_ms);
        let from = from.unwrap_or(self.now.unix_ms.saturating_sub(28 * 86_400_000));
        let items = recall::items_since(connection, &["reflection", "check_in"], from, 1_000)?;
        Ok(items.iter().filter_map(Written::of).collect())
    }

    /// The follow-ups that are asked for. None after the end of care: nobody follows up then.
    pub fn follow_ups(&self, connection: &mut Connection) -> Result<Vec<Slot>, store::Error> {
        if self.care.is_empty() && !self.former.is_empty() {
            return Ok(Vec::new());
        }
        let mut cards = recall::rows(connection, &["practice_card"], 10)?;
        cards.retain(|(key, _)| self.former.iter().all(|care| care.id != key.collection.to_string()));
        let cards: Vec<Item> = cards.iter().filter_map(recall::item).collect();
        Ok(follow_ups::asked(&cards))
    }

    /// The appointments without the person's text.
    pub fn plain_meetings(&self) -> Vec<Meeting> {
        self.meetings.iter().map(|(meeting, _)| meeting.clone()).collect()
    }

    /// Whether a session is in progress, or within the two days after it.
    pub fn is_suggestible(&self) -> bool {
        prompts::suggestible(self.course.last(self.now.unix_ms).map(|session| session.end), self.now.unix_ms)
    }

    /// Hours since the last session began, if fewer than `most`.
    pub fn hours_after(&self, most: i64) -> Option<i64> {
        let last = self.course.last(self.now.unix_ms)?;
        let hours = (self.now.unix_ms - last.start.unix_ms).div_euclid(3_600_000);
        (self.now.unix_ms < last.end.saturating_add(most * 3_600_000)).then_some(hours)
    }

    /// Milliseconds since the last session began, if it is over and the phone still offers the side-effect check.
    pub fn since_session(&self) -> Option<i64> {
        let now = self.now.unix_ms;
        let last = self.course.last(now).filter(|_| self.course.running(now).is_none())?;
        let since = now - last.start.unix_ms;
        (since < effects::DAYS * 86_400_000).then_some(since)
    }

    /// The side-effect check that is due now, and the checks since the last session, newest first.
    pub fn effects_due(
        &self,
        connection: &mut Connection,
    ) -> Result<(Option<effect_checks::Due>, Vec<Item>), store::Error> {
        let now = self.now.unix_ms;
        let Some(last) = self.course.last(now) else { return Ok((None, Vec::new())) };
        let made = recall::items_since(connection, &["side_effect_check"], last.start.unix_ms, 100)?;
        let (meetings, zone) = (self.plain_meetings(), self.zone.as_ref());
        let until = checkins::next_session(&self.course, &meetings, last);
        let times: Vec<effect_checks::Made> = made.iter().filter_map(effect_checks::Made::of).collect();
        let due = match effect_checks::due(last, until, &times, now, zone) {
            Some(due) => Some(due),
            None => {
                let asked = self.follow_ups(connection)?;
                follow_ups::Last::of(&self.course, &meetings, now)
                    .and_then(|last| effect_checks::due_at_follow_up(&last, &asked, &times, now, zone))
            }
        };
        Ok((due, made))
    }

    /// "Nothing big has to be decided now": for two weeks after a session.
    pub fn no_big_decisions(&self) -> Option<String> {
        let last = self.course.last(self.now.unix_ms)?;
        let days = self.today - last.start.local_day();
        (0..=prompts::DECISION_DAYS).contains(&days).then(|| self.words.say("big-decisions"))
    }

    /// The only therapist's name, if there is one.
    pub fn therapist(&self) -> Option<&str> {
        match &self.care[..] {
            [only] => Some(&only.therapist),
            _ => None,
        }
    }

    /// A message that names the therapist, or one of the therapists if there are several.
    pub fn of_therapist(&self, key: &str, parts: &[(&str, Part<'_>)]) -> String {
        let therapist = self.therapist().map_or_else(|| self.words.say("therapist-one"), String::from);
        self.naming(key, therapist, parts)
    }

    /// A message that names the therapists of these relationships.
    pub fn of_those(&self, care: &[String], key: &str, parts: &[(&str, Part<'_>)]) -> String {
        match self.row_of(&self.care, care) {
            None => self.of_therapist(key, parts),
            Some(names) => self.naming(key, names, parts),
        }
    }

    /// Whether one of these relationships has not ended.
    fn is_open(&self, care: &[String]) -> bool {
        self.care.iter().any(|one| care.contains(&one.id))
    }

    /// Who has a record that is shared into these relationships, as the server has confirmed it: the message `there` for
    /// those who can read it (see [`Phone::readable_in`]), and `waiting` for those who get it with the next sync.
    pub fn of_readers(&self, care: &[String], readable: &BTreeSet<String>, waiting: &str, there: &str) -> String {
        // Sent or not: after care has ended on the server, nobody else can open it.
        if let Some(ended) = self.of_ended(care) {
            return ended;
        }
        let open: Vec<String> = self.care.iter().map(|one| one.id.clone()).filter(|one| care.contains(one)).collect();
        let (readers, others): (Vec<String>, Vec<String>) = open.into_iter().partition(|one| readable.contains(one));
        let said = [(&readers, there), (&others, waiting)].into_iter().filter(|(care, _)| !care.is_empty());
        let said: Vec<String> = said.map(|(care, key)| self.of_those(care, key, &[])).collect();
        if !said.is_empty() {
            return said.join(" ");
        }
        // Relationships that this phone does not know.
        self.of_those(care, if care.iter().any(|one| readable.contains(one)) { there } else { waiting }, &[])
    }

    /// That care in all of these relationships has ended, or is being ended; `None` if one is open or none is known.
    fn of_ended(&self, care: &[String]) -> Option<String> {
        let ending = care.iter().any(|one| self.ending.contains(one));
        if self.is_open(care) {
            return None;
        }
        self.of_former(care, if ending { "share-ending" } else { "share-ended" })
    }

    /// A message that names the therapists of these relationships whose care has ended; `None` if there are none.
    fn of_former(&self, care: &[String], key: &str) -> Option<String> {
        self.row_of(&self.former, care).map(|names| self.naming(key, names, &[]))
    }

    /// The names of the therapists of these relationships, without duplicates, as a list; `None` if there is none.
    fn row_of(&self, known: &[CareView], care: &[String]) -> Option<String> {
        let theirs = known.iter().filter(|one| care.contains(&one.id)).map(|one| one.therapist.clone());
        let mut names: Vec<String> = theirs.collect();
        names.dedup();
        (!names.is_empty()).then(|| self.words.row(&names))
    }

    /// The name may be at the beginning of the sentence.
    fn naming(&self, key: &str, therapist: String, parts: &[(&str, Part<'_>)]) -> String {
        let mut all = vec![("therapist", therapist.into())];
        all.extend_from_slice(parts);
        self.beginning(self.words.fill(key, &all))
    }

    /// With a capital letter, as at the start of a sentence.
    pub fn beginning(&self, said: String) -> String {
        let mut letters = said.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }
}

fn place_text(words: &Catalogue, place: &ArcPlace) -> String {
    let (Some(session), Some(day)) = (place.session, place.day) else { return words.say("place-start") };
    let parts = [("session", i64::from(session).into()), ("days", day.abs().into())];
    match (place.phase, day) {
        (ArcPhase::Preparation, day) if day < 0 => words.fill("place-before", &parts),
        (_, 0) => words.fill("place-day", &parts),
        _ => words.fill("place-after", &parts),
    }
}
