//! The position in the journey and the open intentions, as data without texts.

use serde::Serialize;

use super::Item;
use super::calendar::{self, Zone};
use super::checkins::{Meeting, next_session};
use super::place::{ArcPlace, Course, Session};
use crate::record::{Body, GoalStatus, Intention, Moment, Phase, SeriesStatus};

/// The position in the journey: "4 days after session 2; follow-up on Thursday".
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Whereabouts {
    /// Phase, session n, day +d, of today.
    pub place: ArcPlace,
    /// The current series; absent if none is recorded.
    pub series: Option<SeriesView>,
    /// The next appointment of any kind.
    pub next: Option<Ahead>,
    /// The next dosing session, as recorded or scheduled.
    pub next_session: Option<Ahead>,
    /// Whether it is time to look back over the series: it has ended, or its last planned session has taken place.
    pub closing: bool,
}

/// A series in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeriesView {
    /// The id of the record.
    pub id: String,
    /// Number of planned sessions.
    pub planned: Option<u32>,
    /// Number of sessions that have taken place.
    pub completed: u32,
    /// Its state.
    pub status: SeriesStatus,
}

/// An upcoming event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ahead {
    /// The id of the record.
    pub id: String,
    /// The time.
    #[serde(flatten)]
    pub at: Moment,
    /// The purpose: `preparation`, `dosing`, `integration` or another value.
    pub purpose: String,
    /// Local days until then; 0 is today.
    pub in_days: i64,
}

/// The position of the client at an instant.
pub fn whereabouts(course: &Course, meetings: &[Meeting], now: i64, zone: &dyn Zone) -> Whereabouts {
    let today = calendar::moment(zone, now);
    let series = course.series_at(now);
    let held = |sessions: &[Session]| sessions.iter().filter(|session| session.start.unix_ms <= now).count() as u32;
    let view = series.map(|series| SeriesView {
        id: series.id.to_string(),
        planned: series.planned,
        completed: held(course.sessions_of(series)),
        status: series.status,
    });
    let ahead = |id: String, at: i64, purpose: &str| Ahead {
        id,
        at: calendar::moment(zone, at),
        purpose: purpose.to_owned(),
        in_days: calendar::day(zone, at) - today.local_day(),
    };
    let recorded = course.next(now).map(|next| ahead(next.id.to_string(), next.start.unix_ms, "dosing"));
    let agreed = || meetings.iter().filter(|meeting| meeting.is_ahead(now));
    let to_ahead = |meeting: &Meeting| ahead(meeting.id.to_string(), meeting.at, &meeting.purpose);
    let soonest = |all: &mut dyn Iterator<Item = Ahead>| all.min_by_key(|one| one.at.unix_ms);
    let place = course.place(&today);
    let next_session =
        soonest(&mut recorded.clone().into_iter().chain(agreed().filter(|m| m.is_dosing()).map(to_ahead)));
    let over = view.as_ref().is_some_and(|series| {
        let all = series.planned.is_some_and(|planned| planned > 0 && series.completed >= planned);
        series.status != SeriesStatus::Active || (all && place.day.is_some_and(|day| day > super::place::AFTER_DAYS))
    });
    Whereabouts {
        place,
        series: view,
        next: soonest(&mut recorded.into_iter().chain(agreed().map(to_ahead))),
        closing: over && next_session.is_none() && place.phase != Phase::Preparation,
        next_session,
    }
}

/// Why an intention is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IntentionStage {
    /// Its session has not taken place yet.
    Ahead,
    /// Its session has taken place: it is shown again and may be answered.
    Again,
    /// The first intention of the series, shown beside the latest text when the series ends.
    First,
    /// It belongs to an earlier session and was not answered; it may be carried forward.
    Open,
}

/// An intention that is shown.
#[derive(Clone, Copy)]
pub struct ShownIntention<'a> {
    /// The item.
    pub item: &'a Item,
    /// The record.
    pub intention: &'a Intention,
    /// Why it is shown.
    pub why: IntentionStage,
    /// The number of its session, from 1; absent if unknown.
    pub session: Option<u32>,
    /// Its session has begun, so it can be answered but not changed.
    pub frozen: bool,
}

/// The intentions to show now, most relevant first.
///
/// An intention that names no session belongs to the first one that begins after it was written.
pub fn intentions<'a>(items: &'a [Item], course: &Course, now: i64, closing: bool) -> Vec<ShownIntention<'a>> {
    let chapter = course.chapter(&Moment { unix_ms: now, offset_s: 0, zone: String::new() });
    let current = course.last(now).filter(|_| !chapter.preparation);
    let carried: Vec<_> = items
        .iter()
        .filter_map(|item| match &item.record.body {
            Body::Intention(intention) => intention.carried_from,
            _ => None,
        })
        .collect();
    let mut all: Vec<ShownIntention<'a>> = items
        .iter()
        .filter_map(|item| {
            let Body::Intention(intention) = &item.record.body else { return None };
            let session = session_of(item, intention, course);
            let frozen = session.is_some_and(|session| session.start.unix_ms <= now);
            let why = match (session, current) {
                _ if !frozen => IntentionStage::Ahead,
                (Some(session), Some(current)) if session.id == current.id => IntentionStage::Again,
                _ => IntentionStage::Open,
            };
            let number = session.map(|session| session.number).or(intention.session);
            Some(ShownIntention { item, intention, why, session: number, frozen })
        })
        .collect();
    all.sort_by_key(|one| (one.item.record.when.unix_ms, one.item.id));
    let series = course.series_at(now).map(|series| series.id);
    let in_series =
        |one: &&ShownIntention<'_>| course.series_at(one.item.record.when.unix_ms).map(|series| series.id) == series;
    let first = all.iter().find(in_series).map(|one| one.item.id).filter(|_| closing);
    for one in &mut all {
        if first == Some(one.item.id) && one.frozen {
            one.why = IntentionStage::First;
        }
    }
    // Answered and carried-forward intentions are not shown.
    all.retain(|one| {
        let done = !one.intention.answer.trim().is_empty() || carried.contains(&one.item.id);
        one.why != IntentionStage::Open || !done
    });
    all.sort_by_key(|one| {
        let rank = match one.why {
            IntentionStage::First => 0,
            IntentionStage::Again => 1,
            IntentionStage::Ahead => 2,
            IntentionStage::Open => 3,
        };
        (rank, std::cmp::Reverse((one.item.record.when.unix_ms, one.item.id)))
    });
    all
}

/// The session of an intention: the one with its number in its series; else the first that began after it was
/// written.
fn session_of<'a>(item: &Item, intention: &Intention, course: &'a Course) -> Option<&'a Session> {
    let written = item.record.when.unix_ms;
    match intention.session {
        None => course.next(written.saturating_sub(1)),
        Some(number) => {
            let series = course.series_at(written);
            let sessions = series.map_or(course.sessions(), |series| course.sessions_of(series));
            sessions.iter().find(|session| session.number == number)
        }
    }
}

/// The open goals, oldest first.
pub fn open_goals(items: &[Item]) -> Vec<&Item> {
    open(items, |body| match body {
        Body::Goal(goal) => Some(goal.status),
        _ => None,
    })
}

/// As [`open_goals`], for concerns.
pub fn open_concerns(items: &[Item]) -> Vec<&Item> {
    open(items, |body| match body {
        Body::Concern(concern) => Some(concern.status),
        _ => None,
    })
}

fn open(items: &[Item], status: fn(&Body) -> Option<GoalStatus>) -> Vec<&Item> {
    let mut open: Vec<&Item> =
        items.iter().filter(|item| status(&item.record.body) == Some(GoalStatus::Open)).collect();
    open.sort_by_key(|item| (item.record.when.unix_ms, item.id));
    open
}

/// Whether the next session is near enough for prompts about it.
pub fn before_session(course: &Course, meetings: &[Meeting], now: i64, zone: &dyn Zone) -> bool {
    let next = match course.last(now) {
        Some(session) => next_session(course, meetings, session),
        None => return false,
    };
    let today = calendar::day(zone, now);
    next.filter(|next| *next > now).is_some_and(|next| {
        (0..=super::assignments::BEFORE_SESSION_DAYS).contains(&(calendar::day(zone, next) - today))
    })
}

#[cfg(test)]
mod tests {
    use protocol::RecordId;

    use super::super::calendar::tests::{DENVER, Posix};
    use super::*;
    use crate::record::{Appointment, Concern, DosingSession, Goal, Record, Series};

    fn item(n: u8, when: &str, body: impl Into<Body>) -> Item {
        let when = Moment::parse(when, "America/Denver").unwrap();
        Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body: body.into() } }
    }

    fn session(n: u8, number: u32, when: &str) -> Item {
        item(n, when, DosingSession { number, ..Default::default() })
    }

    fn meeting(n: u8, when: &str, purpose: &str) -> Item {
        item(n, when, Appointment { purpose: purpose.into(), ..Default::default() })
    }

    fn intention(n: u8, when: &str, text: &str, session: Option<u32>) -> Item {
        item(n, when, Intention { text: text.into(), session, ..Default::default() })
    }

    fn at(text: &str) -> i64 {
        Moment::parse(text, "").unwrap().unix_ms
    }

    fn here(items: &[Item], now: &str) -> Whereabouts {
        let meetings: Vec<Meeting> = items.iter().filter_map(Meeting::of).collect();
        whereabouts(&Course::of(items), &meetings, at(now), &Posix::new(DENVER))
    }

    #[test]
    fn four_days_after_session_two_with_a_follow_up_on_thursday() {
        let items = [
            item(1, "2026-02-02T16:30:00-07:00", Series { planned: Some(4), ..Default::default() }),
            session(2, 1, "2026-02-12T10:00:00-07:00"),
            session(3, 2, "2026-02-26T10:00:00-07:00"),
            meeting(4, "2026-03-05T16:30:00-07:00", "integration"),
            meeting(5, "2026-03-12T10:00:00-06:00", "dosing"),
        ];
        let here = here(&items, "2026-03-02T20:00:00-07:00");
        assert_eq!((here.place.session, here.place.day), (Some(2), Some(4)));
        let next = here.next.unwrap();
        assert_eq!(
            (next.purpose.as_str(), next.in_days, next.at.local_date().as_str()),
            ("integration", 3, "2026-03-05")
        );
        let next = here.next_session.unwrap();
        // Across the change of clocks.
        assert_eq!((next.in_days, next.at.rfc3339().as_str()), (10, "2026-03-12T10:00:00-06:00"));
        let series = here.series.unwrap();
        assert_eq!((series.planned, series.completed, here.closing), (Some(4), 2, false));
    }

    #[test]
    fn a_series_closes_when_it_is_over_or_its_last_session_lies_behind() {
        let mut items = vec![
            item(1, "2026-02-02T16:30:00-07:00", Series { planned: Some(1), ..Default::default() }),
            session(2, 1, "2026-02-12T10:00:00-07:00"),
        ];
        assert!(!here(&items, "2026-02-13T10:00:00-07:00").closing, "not on the day after");
        assert!(here(&items, "2026-02-20T10:00:00-07:00").closing);
        items.push(meeting(3, "2026-03-12T10:00:00-06:00", "dosing"));
        assert!(!here(&items, "2026-02-20T10:00:00-07:00").closing, "one more was agreed");
        items.pop();
        let stopped = Series { planned: Some(6), status: SeriesStatus::Stopped, ..Default::default() };
        items[0] = item(1, "2026-02-02T16:30:00-07:00", stopped);
        assert!(here(&items, "2026-02-20T10:00:00-07:00").closing);
        assert!(!here(&[], "2026-02-20T10:00:00-07:00").closing);
    }

    fn shown(items: &[Item], now: &str, closing: bool) -> Vec<(String, IntentionStage, bool)> {
        let course = Course::of(items);
        let shown = intentions(items, &course, at(now), closing);
        shown.into_iter().map(|one| (one.intention.text.clone(), one.why, one.frozen)).collect()
    }

    fn expect(list: &[(&str, IntentionStage, bool)]) -> Vec<(String, IntentionStage, bool)> {
        list.iter().map(|(text, why, frozen)| ((*text).to_owned(), *why, *frozen)).collect()
    }

    #[test]
    fn an_intention_is_shown_before_its_session_and_again_after_it() {
        let mut items = vec![
            intention(1, "2026-02-03T20:00:00-07:00", "what I am tired from", None),
            session(2, 1, "2026-02-12T10:00:00-07:00"),
            intention(3, "2026-02-25T20:00:00-07:00", "let someone see me tired", Some(2)),
        ];
        assert_eq!(
            shown(&items[..1], "2026-02-04T08:00:00-07:00", false),
            expect(&[("what I am tired from", IntentionStage::Ahead, false)])
        );
        assert_eq!(
            shown(&items[..2], "2026-02-13T08:00:00-07:00", false),
            expect(&[("what I am tired from", IntentionStage::Again, true)])
        );
        items.push(session(4, 2, "2026-02-26T10:00:00-07:00"));
        let after = expect(&[
            ("let someone see me tired", IntentionStage::Again, true),
            ("what I am tired from", IntentionStage::Open, true),
        ]);
        assert_eq!(shown(&items, "2026-02-27T08:00:00-07:00", false), after);
        let closing = shown(&items, "2026-02-27T08:00:00-07:00", true);
        assert_eq!(closing[0], ("what I am tired from".into(), IntentionStage::First, true));
        // It was answered, or a newer one has replaced it.
        let mut answered = items.clone();
        if let Body::Intention(intention) = &mut answered[0].record.body {
            intention.answer = "from holding it up".into();
        }
        assert_eq!(shown(&answered, "2026-02-27T08:00:00-07:00", false).len(), 1);
        let mut onward = intention(5, "2026-02-27T07:00:00-07:00", "still tired", Some(3));
        if let Body::Intention(intention) = &mut onward.record.body {
            intention.carried_from = Some(items[0].id);
        }
        items.push(onward);
        assert_eq!(
            shown(&items, "2026-02-27T08:00:00-07:00", false),
            expect(&[
                ("let someone see me tired", IntentionStage::Again, true),
                ("still tired", IntentionStage::Ahead, false)
            ])
        );
    }

    #[test]
    fn open_goals_and_concerns_are_carried_forward() {
        let items = [
            item(1, "2026-02-03T20:00:00-07:00", Goal { text: "sleep".into(), ..Default::default() }),
            item(2, "2026-02-02T20:00:00-07:00", Goal { text: "call".into(), ..Default::default() }),
            item(3, "2026-02-02T20:00:00-07:00", Goal { status: GoalStatus::Met, ..Default::default() }),
            item(4, "2026-02-02T20:00:00-07:00", Concern { text: "crying".into(), ..Default::default() }),
        ];
        let ids = |items: Vec<&Item>| items.into_iter().map(|item| item.id).collect::<Vec<_>>();
        assert_eq!(ids(open_goals(&items)), [items[1].id, items[0].id]);
        assert_eq!(ids(open_concerns(&items)), [items[3].id]);
    }

    #[test]
    fn the_days_before_a_session_are_told() {
        let items = [session(1, 1, "2026-02-12T10:00:00-07:00"), meeting(2, "2026-02-26T10:00:00-07:00", "dosing")];
        let course = Course::of(&items);
        let meetings: Vec<Meeting> = items.iter().filter_map(Meeting::of).collect();
        let near = |now: &str| before_session(&course, &meetings, at(now), &Posix::new(DENVER));
        assert!(!near("2026-02-22T20:00:00-07:00"));
        assert!(near("2026-02-23T08:00:00-07:00"));
        assert!(near("2026-02-26T08:00:00-07:00"));
        assert!(!near("2026-02-26T11:00:00-07:00"));
    }
}
