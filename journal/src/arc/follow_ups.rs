//! Follow-ups after the last session of a series: four weeks, three months and six months on.
//!
//! At each of these times the phone asks for a check-in with that slot, for a side-effect check, and for the measures
//! that a therapist assigned to them ([`Repeat::FollowUp`](crate::record::Repeat::FollowUp)). Days are counted on the
//! client's calendar from the day on which the session began, and months are calendar months. Nothing is asked once
//! another session is agreed on or a new series has begun. A practice chooses the times on its card. After the end of
//! care the phone asks for none, which only the phone knows.

use serde::Serialize;

use super::Item;
use super::calendar::{self, DAY_MS, Zone};
use super::checkins::{self, CheckInPlan, CheckInState, FOLLOW_UP_DAYS, Meeting, Written};
use super::place::Course;
use crate::record::{Body, PracticeCard, Slot};

/// Days from the day of a follow-up in which the phone suggests it. After that it is overdue.
pub const OPEN_DAYS: i64 = 7;

/// The last session, with the fields that follow-ups read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// Its number in the series, from 1.
    pub number: u32,
    /// When it began: milliseconds since the Unix epoch.
    pub start: i64,
    /// The local day on which it began.
    pub day: i64,
    /// Whether another session is recorded or agreed on, or a new series has begun: nothing is asked any more.
    pub ended: bool,
}

/// A follow-up, on the client's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FollowUp {
    /// Which one.
    pub slot: Slot,
    /// Its local day.
    pub day: i64,
    /// Whether it is ahead, open, overdue, answered or past.
    pub state: CheckInState,
}

impl Last {
    /// The last session that has begun.
    pub fn of(course: &Course, meetings: &[Meeting], now: i64) -> Option<Self> {
        let session = course.last(now)?;
        let start = session.start.unix_ms;
        let another = |meeting: &Meeting| meeting.is_dosing() && is_another(meeting.at, meeting.kept, start, now);
        let ended = course.next(now).is_some()
            || meetings.iter().any(another)
            || is_new_series(course.series().iter().map(|series| series.from), start, now);
        Some(Self { number: session.number, start, day: session.start.local_day(), ended })
    }

    /// The state of a follow-up; `None` if it is not asked for.
    fn state(&self, slot: Slot, today: i64, done: bool) -> Option<CheckInState> {
        if done {
            return Some(CheckInState::Done);
        }
        let since = today.saturating_sub(slot.day_after(self.day));
        let state = match since {
            _ if since < 0 => CheckInState::Ahead,
            _ if since < OPEN_DAYS => CheckInState::Open,
            _ if since < FOLLOW_UP_DAYS => CheckInState::Overdue,
            _ => CheckInState::Passed,
        };
        (!self.ended).then_some(state)
    }
}

/// Whether an appointment for a dosing session is for another session than the one that began at `start`, and is ahead
/// or took place. One that has passed without either was probably missed, and ends nothing.
pub fn is_another(at: i64, kept: bool, start: i64, now: i64) -> bool {
    // The appointment of the session itself may be some hours from its record.
    at >= start.saturating_add(DAY_MS) && (kept || at > now.saturating_sub(DAY_MS))
}

/// Whether a new series has begun since a session. `series`: when each began, the oldest first. The record of the first
/// one may be later than its first session.
pub fn is_new_series(series: impl Iterator<Item = i64>, start: i64, now: i64) -> bool {
    series.skip(1).any(|from| from > start && from <= now)
}

/// The follow-ups that the practices of these records ask for: all, unless each card leaves one out.
pub fn asked<'a>(items: impl IntoIterator<Item = &'a Item>) -> Vec<Slot> {
    let cards: Vec<&PracticeCard> = items
        .into_iter()
        .filter_map(|item| match &item.record.body {
            Body::PracticeCard(card) => Some(card),
            _ => None,
        })
        .collect();
    let asks = |slot: &Slot| cards.is_empty() || cards.iter().any(|card| card.asks_follow_up(*slot));
    Slot::FOLLOW_UPS.into_iter().filter(asks).collect()
}

/// The follow-ups that were answered: by an entry that names them. Unlike the check-ins of the first week, any other
/// entry of these weeks does not count.
pub fn answered(last: &Last, written: &[Written]) -> Vec<Slot> {
    let names = |slot: &Slot| {
        written.iter().any(|entry| {
            entry.slot == Some(*slot)
                && entry.at >= last.start
                && entry.session.is_none_or(|number| number == last.number)
        })
    };
    Slot::FOLLOW_UPS.into_iter().filter(names).collect()
}

/// The follow-ups of a session that are asked for or were answered, in order of time.
pub fn follow_ups(last: &Last, asked: &[Slot], answered: &[Slot], today: i64) -> Vec<FollowUp> {
    let plan = |slot: Slot| {
        let done = answered.contains(&slot);
        let state = last.state(slot, today, done).filter(|_| done || asked.contains(&slot))?;
        Some(FollowUp { slot, day: slot.day_after(last.day), state })
    };
    Slot::FOLLOW_UPS.into_iter().filter_map(plan).collect()
}

/// The follow-up that can be answered now, if there is one. [`CheckInState::Open`]: the phone suggests it.
pub fn current(
    course: &Course,
    meetings: &[Meeting],
    written: &[Written],
    asked: &[Slot],
    now: i64,
    zone: &dyn Zone,
) -> Option<CheckInPlan> {
    let (last, session) = (Last::of(course, meetings, now)?, course.last(now)?);
    let all = follow_ups(&last, asked, &answered(&last, written), calendar::day(zone, now));
    let one = all.into_iter().find(|one| matches!(one.state, CheckInState::Open | CheckInState::Overdue))?;
    let at = checkins::due(session, one.slot, zone);
    Some(CheckInPlan { slot: one.slot, session: last.number, at, state: one.state })
}

impl PracticeCard {
    /// Whether the practice asks for a follow-up.
    pub fn asks_follow_up(&self, slot: Slot) -> bool {
        !self.follow_ups_off.iter().any(|off| off == slot.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use protocol::RecordId;

    use super::super::calendar::tests::{AUCKLAND, BERLIN, DENVER, Posix};
    use super::*;
    use crate::record::{Appointment, CheckIn, DosingSession, Moment, Record, Reflection, Series};

    fn at(text: &str) -> i64 {
        Moment::parse(text, "").unwrap().unix_ms
    }

    fn item(n: u8, when: &str, body: impl Into<Body>) -> Item {
        let when = Moment::parse(when, "America/Denver").unwrap();
        Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body: body.into() } }
    }

    /// The third session, on 30 November 2026 from ten to one.
    fn session() -> Item {
        item(1, "2026-11-30T10:00:00-07:00", DosingSession { number: 3, ..Default::default() })
    }

    fn states(items: &[Item], now: &str) -> Vec<(Slot, CheckInState)> {
        let (course, now) = (Course::of(items), at(now));
        let meetings: Vec<Meeting> = items.iter().filter_map(Meeting::of).collect();
        let written: Vec<Written> = items.iter().filter_map(Written::of).collect();
        let Some(last) = Last::of(&course, &meetings, now) else { return Vec::new() };
        let all = follow_ups(&last, &asked(items), &answered(&last, &written), calendar::day(&Posix::new(DENVER), now));
        all.into_iter().map(|one| (one.slot, one.state)).collect()
    }

    use CheckInState::{Ahead, Done, Open, Overdue, Passed};
    use Slot::{FourWeeks, SixMonths, ThreeMonths};

    #[test]
    fn months_are_those_of_the_calendar() {
        let days = |from: &str| {
            let day = calendar::parse_date(from).unwrap();
            Slot::FOLLOW_UPS.map(|slot| calendar::date(slot.day_after(day)))
        };
        assert_eq!(days("2026-11-30"), ["2026-12-28", "2027-02-28", "2027-05-30"]);
        assert_eq!(days("2027-11-30"), ["2027-12-28", "2028-02-29", "2028-05-30"]);
        assert_eq!(days("2026-08-31"), ["2026-09-28", "2026-11-30", "2027-02-28"]);
        assert_eq!(days("2028-02-29"), ["2028-03-28", "2028-05-29", "2028-08-29"]);
    }

    #[test]
    fn the_clock_of_the_place_counts_on_the_planned_day() {
        let course = Course::of(&[session()]);
        let session = &course.sessions()[0];
        let planned = |rule: &str| {
            let zone = Posix::new(rule);
            Slot::FOLLOW_UPS.map(|slot| calendar::moment(&zone, checkins::due(session, slot, &zone)).rfc3339())
        };
        assert_eq!(
            planned(DENVER),
            ["2026-12-28T13:00:00-07:00", "2027-02-28T13:00:00-07:00", "2027-05-30T13:00:00-06:00"]
        );
        assert_eq!(planned(AUCKLAND)[1..], ["2027-02-28T13:00:00+13:00", "2027-05-30T13:00:00+12:00"]);
        // A session into the night belongs to the day on which it began.
        let late = item(1, "2026-11-30T22:00:00-07:00", DosingSession { number: 1, ..Default::default() });
        let zone = Posix::new(DENVER);
        let due = checkins::due(&Course::of(&[late]).sessions()[0], FourWeeks, &zone);
        assert_eq!(calendar::moment(&zone, due).rfc3339(), "2026-12-28T01:00:00-07:00");
    }

    #[test]
    fn a_follow_up_is_open_for_a_week_and_overdue_until_four_weeks_are_over() {
        let after = |now: &str| states(&[session()], now).into_iter().map(|(_, state)| state).collect::<Vec<_>>();
        assert_eq!(after("2026-12-27T23:59:00-07:00"), [Ahead, Ahead, Ahead]);
        assert_eq!(after("2026-12-28T00:01:00-07:00"), [Open, Ahead, Ahead]);
        assert_eq!(after("2027-01-03T23:59:00-07:00"), [Open, Ahead, Ahead]);
        assert_eq!(after("2027-01-04T00:01:00-07:00"), [Overdue, Ahead, Ahead]);
        assert_eq!(after("2027-01-25T00:01:00-07:00"), [Passed, Ahead, Ahead]);
        assert_eq!(after("2027-02-28T09:00:00-07:00"), [Passed, Open, Ahead]);
        assert_eq!(after("2027-08-30T09:00:00-06:00"), [Passed; 3]);
        assert!(states(&[], "2026-12-28T09:00:00-07:00").is_empty());
    }

    #[test]
    fn only_an_entry_that_names_a_follow_up_answers_it() {
        let now = "2026-12-29T10:00:00-07:00";
        let day = "2026-12-29T09:00:00-07:00";
        let first = |body: Body| states(&[session(), item(2, day, body)], now)[0].1;
        assert_eq!(first(Reflection { text: "a".into(), ..Default::default() }.into()), Open);
        assert_eq!(first(CheckIn { mood: Some(5), ..Default::default() }.into()), Open);
        assert_eq!(first(Reflection { prompt: Some("after.4w.hold".into()), ..Default::default() }.into()), Done);
        let check_in = |session| CheckIn { slot: Some(FourWeeks), session, ..Default::default() };
        assert_eq!(first(check_in(Some(3)).into()), Done);
        assert_eq!(first(check_in(Some(2)).into()), Open, "of an earlier session");
        assert_eq!(first(CheckIn { slot: Some(ThreeMonths), ..Default::default() }.into()), Open);
    }

    #[test]
    fn another_session_or_a_new_series_ends_them_and_what_was_answered_stays() {
        let now = "2027-02-28T10:00:00-07:00";
        let told = item(2, "2026-12-29T09:00:00-07:00", CheckIn { slot: Some(FourWeeks), ..Default::default() });
        let with = |more: Item| states(&[session(), told.clone(), more], now);
        let dosing = |when, kept, cancelled| {
            item(3, when, Appointment { purpose: "dosing".into(), kept, cancelled, ..Default::default() })
        };
        let asked = vec![(FourWeeks, Done), (ThreeMonths, Open), (SixMonths, Ahead)];
        let ended = vec![(FourWeeks, Done)];
        assert_eq!(with(dosing("2027-03-20T10:00:00-06:00", None, false)), ended, "agreed on");
        assert_eq!(with(dosing("2027-02-28T15:00:00-07:00", None, false)), ended, "today");
        assert_eq!(with(dosing("2027-01-20T10:00:00-07:00", Some(true), false)), ended, "it took place");
        assert_eq!(with(dosing("2027-03-20T10:00:00-06:00", None, true)), asked, "called off");
        assert_eq!(with(dosing("2027-01-20T10:00:00-07:00", None, false)), asked, "nobody came, it seems");
        assert_eq!(with(dosing("2026-11-30T12:00:00-07:00", Some(true), false)), asked, "that of the session itself");
        let talk =
            item(3, "2027-03-20T10:00:00-06:00", Appointment { purpose: "integration".into(), ..Default::default() });
        assert_eq!(with(talk), asked);
        let series = |n, when| item(n, when, Series { planned: Some(3), ..Default::default() });
        assert_eq!(with(series(4, "2026-12-30T10:00:00-07:00")), asked, "recorded late, and the only one");
        let items =
            [series(4, "2026-09-01T10:00:00-06:00"), session(), told.clone(), series(5, "2027-02-20T10:00:00-07:00")];
        assert_eq!(states(&items, now), ended, "a relapse, and a new series");
    }

    #[test]
    fn a_practice_leaves_out_what_it_does_not_ask_for() {
        let card = |off: &[&str]| {
            let follow_ups_off = off.iter().map(|slot| (*slot).to_owned()).collect();
            PracticeCard { follow_ups_off, ..Default::default() }
        };
        let asks = |cards: &[PracticeCard]| {
            let items: Vec<Item> =
                cards.iter().map(|card| item(7, "2026-12-01T10:00:00-07:00", card.clone())).collect();
            asked(&items)
        };
        assert_eq!(asks(&[]), Slot::FOLLOW_UPS);
        assert_eq!(asks(&[card(&["3mo", "2y"])]), [FourWeeks, SixMonths]);
        assert_eq!(asks(&[card(&["3mo"]), card(&["6mo"])]), Slot::FOLLOW_UPS, "one of two practices asks");
        assert!(asks(&[card(&["4w", "3mo", "6mo"])]).is_empty());
        // What was answered is shown all the same.
        let told = item(2, "2026-12-29T09:00:00-07:00", CheckIn { slot: Some(FourWeeks), ..Default::default() });
        let none = item(7, "2026-12-30T10:00:00-07:00", card(&["4w", "3mo", "6mo"]));
        assert_eq!(states(&[session(), told, none], "2027-03-01T10:00:00-07:00"), [(FourWeeks, Done)]);
    }

    proptest! {
        #[test]
        fn one_at_most_can_be_answered_and_each_has_its_day(
            rule in prop::sample::select(vec![DENVER, BERLIN, AUCKLAND]),
            start in 1_700_000_000_000_i64..1_900_000_000_000,
            later in 0_i64..300,
        ) {
            let zone = Posix::new(rule);
            let when = calendar::moment(&zone, start);
            let session = Item {
                id: RecordId::new(0, [1; 10]),
                revision: 1,
                record: Record { when: when.clone(), body: DosingSession { number: 1, ..Default::default() }.into() },
            };
            let course = Course::of(&[session]);
            let now = calendar::at(&zone, when.local_day() + later, 12 * 60).max(start);
            let last = Last::of(&course, &[], now).unwrap();
            let all = follow_ups(&last, &Slot::FOLLOW_UPS, &[], calendar::day(&zone, now));
            let open = all.iter().filter(|one| matches!(one.state, Open | Overdue)).count();
            prop_assert!(open <= 1);
            prop_assert!(all.windows(2).all(|two| two[0].day + FOLLOW_UP_DAYS <= two[1].day));
            let current = current(&course, &[], &[], &Slot::FOLLOW_UPS, now, &zone);
            prop_assert_eq!(current.is_some(), open == 1);
            if let Some(plan) = current {
                let window = checkins::window(&course.sessions()[0], plan.slot, &zone);
                prop_assert!(window.contains(&now));
                let day = calendar::day(&zone, plan.at);
                prop_assert_eq!(day, plan.slot.day_after(when.local_day()));
            }
            // The same day of the month, or the last of a shorter one.
            let months = calendar::day_of_month(all[1].day);
            prop_assert!(months == calendar::day_of_month(last.day) || calendar::day_of_month(all[1].day + 1) == 1);
        }
    }
}
