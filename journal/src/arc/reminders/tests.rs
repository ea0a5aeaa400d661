//! Tests of the reminder rules, as stories and as properties.

use proptest::prelude::*;

use super::super::calendar::DAY_MS;
use super::super::calendar::tests::{AUCKLAND, Apia, BERLIN, DENVER, LORD_HOWE, Posix};
use super::*;
use crate::record::{
    Appointment, Assignment, Cadence, CheckIn, DosingSession, Every, PracticeCard, Record, Reflection, Repeat, Step,
    Task,
};

fn at(text: &str) -> i64 {
    Moment::parse(text, "").unwrap().unix_ms
}

fn item(n: u8, when: &str, body: impl Into<Body>) -> Item {
    let when = Moment::parse(when, "America/Denver").unwrap();
    Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body: body.into() } }
}

/// A session from ten to one on Thursday, 5 February 2026.
fn session() -> Item {
    let ended = Some(Moment::parse("2026-02-05T13:00:00-07:00", "America/Denver").unwrap());
    item(1, "2026-02-05T10:00:00-07:00", DosingSession { number: 1, ended, ..Default::default() })
}

fn appointment(n: u8, when: &str, purpose: &str) -> Item {
    item(n, when, Appointment { purpose: purpose.into(), ..Default::default() })
}

fn daily(n: u8, when: &str) -> Item {
    let cadence = Cadence { every: Every::Day, times: None, weekdays: Vec::new(), extra: Default::default() };
    item(n, when, Step { text: "a".into(), cadence: Some(cadence), ..Default::default() })
}

fn shape(world: &World, now: &str, zone: &dyn Zone) -> Vec<(String, Title)> {
    plan(world, at(now), zone).into_iter().map(|notice| (notice.at.rfc3339(), notice.title)).collect()
}

fn world(items: &[Item], now: &str) -> World {
    World::of(items, at(now), &Posix::new(DENVER))
}

fn planned(items: &[Item], now: &str) -> Vec<(String, Title)> {
    shape(&world(items, now), now, &Posix::new(DENVER))
}

fn expect(list: &[(&str, Title)]) -> Vec<(String, Title)> {
    list.iter().map(|(at, title)| ((*at).to_owned(), *title)).collect()
}

const AFTER: &str = "2026-02-05T13:05:00-07:00";

/// The follow-ups of [`session`], however far ahead they are.
const FOLLOW_UPS: [(&str, Title); 3] = [
    ("2026-03-05T13:00:00-07:00", Title::FourWeeksOn),
    ("2026-05-05T13:00:00-06:00", Title::ThreeMonthsOn),
    ("2026-08-05T13:00:00-06:00", Title::SixMonthsOn),
];

fn expect_with_follow_ups(list: &[(&str, Title)]) -> Vec<(String, Title)> {
    expect(&[list, &FOLLOW_UPS].concat())
}

#[test]
fn four_notices_follow_a_session_and_three_the_last_one() {
    assert_eq!(
        planned(&[session()], AFTER),
        expect_with_follow_ups(&[
            ("2026-02-05T17:00:00-07:00", Title::QuietMoment),
            ("2026-02-06T13:00:00-07:00", Title::DayOn),
            ("2026-02-08T13:00:00-07:00", Title::ThreeDaysOn),
            ("2026-02-12T13:00:00-07:00", Title::WeekOn),
        ])
    );
}

#[test]
fn a_follow_up_is_planned_for_months_until_it_is_answered_or_another_session_is_agreed_on() {
    assert_eq!(planned(&[session()], "2026-03-05T12:59:00-07:00"), expect(&FOLLOW_UPS));
    assert_eq!(planned(&[session()], "2026-03-05T13:00:00-07:00"), expect(&FOLLOW_UPS[1..]), "once is enough");
    let told = CheckIn { slot: Some(Slot::ThreeMonths), session: Some(1), ..Default::default() };
    let answered = [session(), item(2, "2026-05-05T09:00:00-06:00", told)];
    assert_eq!(planned(&answered, "2026-05-05T09:01:00-06:00"), expect(&FOLLOW_UPS[2..]));
    let off = PracticeCard { follow_ups_off: vec!["4w".into(), "6mo".into()], ..Default::default() };
    let asked = [session(), item(2, "2026-02-20T09:00:00-07:00", off)];
    assert_eq!(planned(&asked, "2026-02-20T09:01:00-07:00"), expect(&FOLLOW_UPS[1..2]));
    let agreed = [session(), appointment(3, "2026-06-20T10:00:00-06:00", "dosing")];
    assert_eq!(planned(&agreed, "2026-02-20T09:01:00-07:00"), expect(&[]), "its own reminder comes in time");
    // A measure at the follow-ups shares the day's one reminder.
    let task = Assignment {
        task: Task::Measure,
        text: String::new(),
        prompt: None,
        set: None,
        instrument: Some("gad-7".into()),
        due: None,
        repeat: Some(Repeat::FollowUp),
        weeks: None,
        ended: false,
        extra: Default::default(),
    };
    let items = [session(), item(2, "2026-02-20T09:00:00-07:00", task)];
    let now = "2026-02-20T09:01:00-07:00";
    let first = plan(&world(&items, now), at(now), &Posix::new(DENVER)).remove(0);
    assert_eq!((first.id.as_str(), first.title, first.reasons.len()), ("2026-03-05", Title::FourWeeksOn, 2));
}

#[test]
fn quiet_hours_wait_for_nine_and_two_on_one_morning_are_one() {
    let mut late = session();
    late.record.body = DosingSession {
        number: 1,
        ended: Some(Moment::parse("2026-02-05T20:30:00-07:00", "").unwrap()),
        ..Default::default()
    }
    .into();
    let notices = plan(
        &world(&[late.clone()], "2026-02-05T20:31:00-07:00"),
        at("2026-02-05T20:31:00-07:00"),
        &Posix::new(DENVER),
    );
    // Four hours later is half past midnight; a day on is half past eight in the evening of the same day.
    assert_eq!(notices[0].at.rfc3339(), "2026-02-06T09:00:00-07:00");
    assert_eq!((notices[0].title, notices[0].reasons.len()), (Title::DayOn, 2));
    assert_eq!(notices[1].at.rfc3339(), "2026-02-08T20:30:00-07:00");
    // With quiet hours until ten, nine is still quiet.
    let preferences = Preferences { quiet_from: Some(20), quiet_until: Some(10), ..Default::default() };
    let notices = planned(&[late, item(2, AFTER, preferences)], "2026-02-05T20:31:00-07:00");
    let mornings: Vec<&str> = notices.iter().map(|(at, _)| at.as_str()).collect();
    assert_eq!(mornings[..2], ["2026-02-06T10:00:00-07:00", "2026-02-07T10:00:00-07:00"]);
}

#[test]
fn what_was_answered_is_not_asked_and_a_next_session_ends_it() {
    let wrote = |n, when| item(n, when, Reflection { text: "a".into(), ..Default::default() });
    let items = [session(), wrote(2, "2026-02-05T14:00:00-07:00"), wrote(3, "2026-02-06T09:00:00-07:00")];
    assert_eq!(
        planned(&items, "2026-02-06T09:01:00-07:00"),
        expect_with_follow_ups(&[
            ("2026-02-08T13:00:00-07:00", Title::ThreeDaysOn),
            ("2026-02-12T13:00:00-07:00", Title::WeekOn)
        ])
    );
    let items = [session(), appointment(2, "2026-02-08T12:00:00-07:00", "dosing")];
    assert_eq!(planned(&items, "2026-02-06T14:00:00-07:00"), expect(&[("2026-02-07T18:00:00-07:00", Title::Tomorrow)]));
    let called_off = Appointment { purpose: "dosing".into(), cancelled: true, ..Default::default() };
    let items = [session(), item(2, "2026-02-08T12:00:00-07:00", called_off)];
    assert_eq!(planned(&items, "2026-02-06T14:00:00-07:00").len(), 2 + FOLLOW_UPS.len());
}

#[test]
fn needing_space_silences_until_tomorrow() {
    let space = CheckIn { needs_space: true, ..Default::default() };
    let items = [session(), item(2, "2026-02-05T14:00:00-07:00", space.clone()), daily(3, "2026-02-01T10:00:00-07:00")];
    let notices = planned(&items, "2026-02-05T14:01:00-07:00");
    assert_eq!(notices[0], ("2026-02-06T13:00:00-07:00".into(), Title::DayOn), "no quiet moment, no step");
    // On the evening before, the three-day reminder would still come; on that day itself it waits for the morning.
    let items = [session(), item(2, "2026-02-12T07:00:00-07:00", CheckIn { slot: Some(Slot::ThreeDays), ..space })];
    assert_eq!(
        planned(&items, "2026-02-12T07:01:00-07:00"),
        expect_with_follow_ups(&[("2026-02-13T09:00:00-07:00", Title::WeekOn)])
    );
}

#[test]
fn one_notice_a_day_tells_of_all() {
    let items =
        [session(), daily(2, "2026-02-01T10:00:00-07:00"), appointment(3, "2026-02-09T16:00:00-07:00", "integration")];
    let mut world = world(&items, AFTER);
    world.measures = vec![MeasureDue { instrument: "phq-9".into(), day: calendar::parse_date("2026-02-08").unwrap() }];
    let zone = Posix::new(DENVER);
    let notices = plan(&world, at("2026-02-06T14:00:00-07:00"), &zone);
    let sunday = notices.iter().find(|notice| notice.id == "2026-02-08").unwrap();
    assert_eq!(sunday.at.rfc3339(), "2026-02-08T13:00:00-07:00");
    let kinds: Vec<_> = sunday.reasons.iter().map(std::mem::discriminant).collect();
    assert_eq!(kinds.len(), 4);
    // The step is due today as well, but there was a reminder today already.
    assert_eq!(notices[0].id, "2026-02-06");
    world.shown = vec![at("2026-02-06T13:00:00-07:00")];
    assert_eq!(plan(&world, at("2026-02-06T14:00:00-07:00"), &zone)[0].id, "2026-02-07");
    world.shown.clear();
    world.not_today = Some(calendar::parse_date("2026-02-06").unwrap());
    assert_eq!(plan(&world, at("2026-02-06T14:00:00-07:00"), &zone)[0].id, "2026-02-07");
}

#[test]
fn what_is_switched_off_stays_off() {
    let silent = ["check_in", "step", "measure", "follow_up"].map(str::to_owned).to_vec();
    let items = [
        session(),
        daily(2, "2026-02-01T10:00:00-07:00"),
        appointment(3, "2026-02-09T16:00:00-07:00", "integration"),
        item(4, AFTER, Preferences { silent, ..Default::default() }),
    ];
    assert!(planned(&items, AFTER).is_empty());
}

#[test]
fn clocks_that_change_and_flights_plan_anew_by_the_wall() {
    let ended = Some(Moment::parse("2026-03-07T13:00:00-07:00", "").unwrap());
    let session = item(1, "2026-03-07T10:00:00-07:00", DosingSession { number: 1, ended, ..Default::default() });
    let world = world(&[session], "2026-03-07T17:01:00-07:00");
    let now = "2026-03-07T17:01:00-07:00";
    let spring = shape(&world, now, &Posix::new(DENVER));
    assert_eq!(spring[0].0, "2026-03-08T13:00:00-06:00");
    let berlin = shape(&world, now, &Posix::new(BERLIN));
    // Four hours later is the middle of that night: the reminder waits for nine, and so does the one-day reminder.
    assert_eq!(berlin[0], ("2026-03-08T09:00:00+01:00".into(), Title::DayOn));
    assert_eq!(berlin[1].0, "2026-03-10T13:00:00+01:00");
    let apia = item(1, "2011-12-28T10:00:00-10:00", DosingSession { number: 1, ..Default::default() });
    let now_there = at("2011-12-28T18:00:00-10:00");
    let over = shape(&World::of(&[apia], now_there, &Apia), "2011-12-28T18:00:00-10:00", &Apia);
    // Two days later there is no 30 December; the three-day reminder is on the day after it.
    let dates: Vec<&str> = over.iter().map(|(at, _)| &at[..16]).collect();
    assert_eq!(dates[..3], ["2011-12-29T13:00", "2011-12-31T13:00", "2012-01-04T13:00"]);
    // Four weeks, and whole months, after the day of the session.
    assert_eq!(dates[3..], ["2012-01-25T13:00", "2012-03-28T13:00", "2012-06-28T13:00"]);
}

fn arbitrary() -> impl Strategy<Value = (World, i64, Posix)> {
    let zone = prop::sample::select(vec![DENVER, BERLIN, AUCKLAND, LORD_HOWE]);
    let base = at("2026-01-15T00:00:00Z");
    let instant = move |days: i64| (0..days * 1_440).prop_map(move |minutes| base + minutes * MINUTE_MS);
    let sessions = prop::collection::vec(instant(90), 1..4);
    let meetings = prop::collection::vec((instant(120), prop::sample::select(vec!["dosing", "integration"])), 0..4);
    let written = prop::collection::vec((instant(100), any::<bool>()), 0..12);
    let steps = prop::collection::vec(instant(60), 0..3);
    let quiet = (0_u16..24, 0_u16..24);
    (zone, sessions, meetings, written, steps, quiet, instant(110)).prop_map(
        |(zone, sessions, meetings, written, steps, (from, until), now)| {
            let zone = Posix::new(zone);
            let mut items = Vec::new();
            let mut add = |at: i64, body: Body| {
                let when = calendar::moment(&zone, at);
                let id = RecordId::new(items.len() as u64, [7; 10]);
                items.push(Item { id, revision: 1, record: Record { when, body } });
            };
            sessions.iter().for_each(|at| add(*at, DosingSession::default().into()));
            for (at, purpose) in meetings {
                add(at, Appointment { purpose: purpose.into(), ..Default::default() }.into());
            }
            for (at, needs_space) in written {
                add(at, CheckIn { needs_space, ..Default::default() }.into());
            }
            for at in steps {
                add(at, daily(0, "2026-01-01T00:00:00Z").record.body);
            }
            let mut world = World::of(&items, now, &zone);
            (world.settings.quiet_from, world.settings.quiet_until) = (from * 60, until * 60);
            (world, now, zone)
        },
    )
}

proptest! {
    #[test]
    fn every_plan_keeps_the_rules((world, now, zone) in arbitrary()) {
        let notices = plan(&world, now, &zone);
        let mut last = i64::MIN;
        for notice in &notices {
            let day = notice.at.local_day();
            prop_assert!(notice.at.unix_ms > now);
            prop_assert!(day > last, "one a day");
            last = day;
            prop_assert!(!world.settings.is_quiet(calendar::minute(&zone, notice.at.unix_ms)), "{:?}", notice);
            prop_assert!(!during_session(&world, notice.at.unix_ms));
            let space = world.written.iter().any(|entry| entry.needs_space && entry.at <= now && calendar::day(&zone, entry.at) == day);
            prop_assert!(!space, "needs space");
            let follow_up = notice.reasons.iter().find_map(|reason| match reason {
                Reason::CheckIn { slot, .. } => Some(slot.is_follow_up()),
                _ => None,
            });
            if follow_up == Some(true) {
                let agreed = world.meetings.iter().any(|meeting| meeting.is_dosing() && meeting.is_ahead(now));
                prop_assert!(!agreed && world.course.next(now).is_none(), "{:?}", notice);
            }
            if follow_up == Some(false) {
                let session = world.course.last(now).unwrap();
                let next = next_session(&world.course, &world.meetings, session);
                prop_assert!(next.is_none_or(|next| notice.at.unix_ms < next));
            }
        }
    }

    #[test]
    fn a_later_plan_is_the_rest_of_an_earlier_one((world, now, zone) in arbitrary(), later in 0_i64..5 * DAY_MS) {
        // If nothing but the reminders happened in between, the plan stays the same; a session that began changes it.
        let began = world.course.next(now).is_some_and(|next| next.start.unix_ms <= now + later);
        let wrote = world.written.iter().any(|entry| entry.at > now && entry.at <= now + later);
        // An appointment that passes without a record no longer ends the follow-ups.
        let passed = world.meetings.iter().any(|meeting| {
            meeting.is_dosing() && (now - DAY_MS..=now + later - DAY_MS).contains(&meeting.at)
        });
        prop_assume!(!began && !wrote && !passed);
        let before = plan(&world, now, &zone);
        let mut world = world;
        world.shown = before.iter().map(|notice| notice.at.unix_ms).filter(|at| *at <= now + later).collect();
        let after = plan(&world, now + later, &zone);
        let end = calendar::day(&zone, now) + HORIZON_DAYS;
        let rest = before.into_iter().filter(|notice| notice.at.unix_ms > now + later && notice.at.local_day() <= end);
        let rest: Vec<Notice> = rest.collect();
        let same: Vec<Notice> = after.into_iter().filter(|notice| notice.at.local_day() <= end).collect();
        prop_assert_eq!(rest, same);
    }
}
