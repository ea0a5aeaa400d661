//! Reminders: the core computes the next ones, the platform only schedules them.
//!
//! Rules: no reminders in quiet hours (they move to the morning) or during a session; one reminder per day, which covers
//! everything due on that day; none for what has been answered, none after the next session begins; "needs space" and
//! "not today" pause reminders until tomorrow. A reminder has a key for a discreet title and no text of the journal. The
//! plan is computed again on every change, start, update and change of time zone; the same input gives the same plan.

use std::collections::BTreeMap;

use protocol::RecordId;
use serde::Serialize;

use super::assignments::{MeasureDue, measures_due};
use super::calendar::{self, HOUR_MS, MINUTE_MS, Zone};
use super::checkins::{Meeting, Written, answered, due, next_session};
use super::follow_ups::{self, Last};
use super::place::{Course, SESSION_HOURS, Session};
use super::steps::StepDays;
use super::{CheckInState, Item};
use crate::record::{Body, Moment, Preferences, Slot};

/// How far ahead a plan reaches, in local days. Check-ins and measures are planned at any distance: a follow-up comes
/// after months in which the app may not be opened.
pub const HORIZON_DAYS: i64 = 21;
/// The largest number of reminders in a plan; platforms keep a limited number.
pub const MOST: usize = 32;
/// The minute of the day until which quiet hours and pauses delay a reminder: nine in the morning.
pub const MORNING: u16 = 9 * 60;
/// The default minute of the day for reminders of steps, measures and tomorrow's appointment: six in the evening.
pub const EVENING: u16 = 18 * 60;

/// The discreet title of a reminder. The apps' messages contain the text; it never names app, clinic or content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Title {
    /// Four hours after a session: "A quiet moment".
    QuietMoment,
    /// The day after a session: "A day on".
    DayOn,
    /// Three days after a session: "Three days on".
    ThreeDaysOn,
    /// A week after a session: "A week on".
    WeekOn,
    /// Four weeks after the last session: "Four weeks on".
    FourWeeksOn,
    /// Three months after the last session: "Three months on".
    ThreeMonthsOn,
    /// Six months after the last session: "Six months on".
    SixMonthsOn,
    /// The evening before a meeting: "Something to bring tomorrow?"
    Tomorrow,
    /// A measure is due: "A few questions".
    Questions,
    /// A step is meant today: "A small step".
    SmallStep,
}

/// The subject of a reminder, which determines the screen that a tap opens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "about")]
pub enum Reason {
    /// A check-in after a session, or a follow-up.
    CheckIn {
        /// The id of the session's record.
        session: String,
        /// Which one.
        slot: Slot,
    },
    /// An appointment is tomorrow.
    Meeting {
        /// The id of the appointment's record.
        id: String,
    },
    /// A measure is due.
    Measure {
        /// The id of the instrument.
        instrument: String,
    },
    /// A step is meant today.
    Step {
        /// The id of the step's record.
        id: String,
    },
}

/// A notice to schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Stable across plans: the local day, such as `2026-02-06`, because there is at most one reminder per day.
    pub id: String,
    /// When the notice is shown.
    #[serde(flatten)]
    pub at: Moment,
    /// The title, which names neither app, clinic nor content.
    pub title: Title,
    /// Its subjects, most important first.
    pub reasons: Vec<Reason>,
}

/// The client's preferences for reminders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Minute of the local day from which it is quiet.
    pub quiet_from: u16,
    /// Minute of the local day until which it is quiet. Equal to `quiet_from`: never.
    pub quiet_until: u16,
    /// Whether there are reminders of check-ins.
    pub check_ins: bool,
    /// Whether there are reminders of appointments.
    pub follow_ups: bool,
    /// Whether there are reminders of steps.
    pub steps: bool,
    /// Whether there are reminders of measures.
    pub measures: bool,
    /// The minute of the local day for reminders of steps, measures and tomorrow's appointment.
    pub evening: u16,
}

impl Default for Settings {
    /// Quiet from 21:00 to 08:00; everything on.
    fn default() -> Self {
        Self {
            quiet_from: 21 * 60,
            quiet_until: 8 * 60,
            check_ins: true,
            follow_ups: true,
            steps: true,
            measures: true,
            evening: EVENING,
        }
    }
}

impl From<&Preferences> for Settings {
    fn from(preferences: &Preferences) -> Self {
        let minute = |hour: Option<u8>, usual: u16| hour.map_or(usual, |hour| u16::from(hour % 24) * 60);
        let on = |kind: &str| !preferences.silent.iter().any(|silent| silent == kind);
        let usual = Self::default();
        Self {
            quiet_from: minute(preferences.quiet_from, usual.quiet_from),
            quiet_until: minute(preferences.quiet_until, usual.quiet_until),
            check_ins: on("check_in"),
            follow_ups: on("follow_up"),
            steps: on("step"),
            measures: on("measure"),
            evening: minute(preferences.step_hour, usual.evening),
        }
    }
}

impl Settings {
    /// Whether a minute of the local day is quiet.
    pub fn is_quiet(&self, minute: u16) -> bool {
        let (from, until) = (self.quiet_from, self.quiet_until);
        if from <= until { (from..until).contains(&minute) } else { minute >= from || minute < until }
    }

    /// The minute of delayed reminders: nine in the morning, or the end of quiet hours if later.
    fn morning(&self) -> u16 {
        if self.is_quiet(MORNING) { self.quiet_until } else { MORNING }
    }

    /// The first instant from `at` that is outside quiet hours.
    fn awake(&self, at: i64, zone: &dyn Zone) -> i64 {
        let minute = calendar::minute(zone, at);
        if !self.is_quiet(minute) {
            return at;
        }
        let day = calendar::day(zone, at);
        match self.quiet_from <= self.quiet_until {
            // Quiet hours during the day.
            true => calendar::at(zone, day, self.quiet_until),
            false if minute < self.quiet_until => calendar::at(zone, day, self.morning()),
            false => calendar::at(zone, day + 1, self.morning()),
        }
    }
}

/// The input of the planning.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The dosing sessions, past and planned.
    pub course: Course,
    /// Entries since the beginning of the last session. Earlier ones are ignored.
    pub written: Vec<Written>,
    /// The appointments that were neither cancelled nor missed, past ones included.
    pub meetings: Vec<Meeting>,
    /// All steps with their days; those that are no longer active plan no reminder.
    pub steps: Vec<(RecordId, StepDays)>,
    /// The measures that are due or will be.
    pub measures: Vec<MeasureDue>,
    /// The follow-ups that are asked for.
    pub follow_ups: Vec<Slot>,
    /// The client's preferences for reminders.
    pub settings: Settings,
    /// Times of reminders that were already shown (milliseconds since the Unix epoch). There is at most one per day.
    pub shown: Vec<i64>,
    /// The local day on which the client tapped "not today".
    pub not_today: Option<i64>,
}

impl World {
    /// Computes the input from records in any order. The caller adds what only the phone knows.
    pub fn of(items: &[Item], now: i64, zone: &dyn Zone) -> Self {
        let newest = |item: &&Item| matches!(item.record.body, Body::Preferences(_));
        let preferences = items.iter().filter(newest).max_by_key(|item| item.record.when.unix_ms);
        let steps = items.iter().filter_map(|item| match &item.record.body {
            Body::Step(step) => Some((item.id, StepDays::new(step, item.record.when.local_day()))),
            _ => None,
        });
        let course = Course::of(items);
        let meetings: Vec<Meeting> = items.iter().filter_map(Meeting::of).collect();
        Self {
            written: items.iter().filter_map(Written::of).collect(),
            steps: steps.collect(),
            measures: measures_due(items, &course, &meetings, now, zone),
            follow_ups: follow_ups::asked(items),
            settings: match preferences.map(|item| &item.record.body) {
                Some(Body::Preferences(preferences)) => preferences.into(),
                _ => Settings::default(),
            },
            course,
            meetings,
            ..Self::default()
        }
    }
}

struct Candidate {
    at: i64,
    title: Title,
    reason: Reason,
}

/// The next reminders, soonest first.
pub fn plan(world: &World, now: i64, zone: &dyn Zone) -> Vec<Notice> {
    let today = calendar::day(zone, now);
    let mut candidates = Vec::new();
    if world.settings.check_ins {
        check_ins(world, now, zone, &mut candidates);
        follow_ups(world, now, zone, &mut candidates);
    }
    if world.settings.follow_ups {
        meetings(world, zone, &mut candidates);
    }
    if world.settings.measures {
        measures(world, today, zone, &mut candidates);
    }
    if world.settings.steps {
        steps(world, today, zone, &mut candidates);
    }

    let shown: Vec<i64> = world.shown.iter().map(|at| calendar::day(zone, *at)).collect();
    let mut days: BTreeMap<i64, Vec<Candidate>> = BTreeMap::new();
    for candidate in candidates {
        let day = calendar::day(zone, candidate.at);
        let far = matches!(candidate.reason, Reason::CheckIn { .. } | Reason::Measure { .. });
        let ahead = day >= today && (far || day <= today + HORIZON_DAYS);
        if ahead && !shown.contains(&day) && !during_session(world, candidate.at) {
            days.entry(day).or_default().push(candidate);
        }
    }
    days.into_iter().filter_map(|(day, candidates)| fold(day, candidates, now, zone)).take(MOST).collect()
}

/// Combines a day's candidates into one reminder, at the time of the most important one.
fn fold(day: i64, mut candidates: Vec<Candidate>, now: i64, zone: &dyn Zone) -> Option<Notice> {
    let rank = |title: Title| match title {
        Title::QuietMoment
        | Title::DayOn
        | Title::ThreeDaysOn
        | Title::WeekOn
        | Title::FourWeeksOn
        | Title::ThreeMonthsOn
        | Title::SixMonthsOn => 0,
        Title::Tomorrow => 1,
        Title::Questions => 2,
        Title::SmallStep => 3,
    };
    let to_come = || candidates.iter().filter(|candidate| candidate.at > now);
    let first = to_come().map(|candidate| rank(candidate.title)).min()?;
    let leading = || to_come().filter(|candidate| rank(candidate.title) == first);
    let at = leading().map(|candidate| candidate.at).min()?;
    // Of two check-ins on one morning, only the later one counts.
    let title = leading().map(|candidate| candidate.title).max()?;
    candidates.sort_by(|a, b| (rank(a.title), &a.reason).cmp(&(rank(b.title), &b.reason)));
    candidates.dedup_by(|a, b| a.reason == b.reason);
    let reasons = candidates.into_iter().map(|candidate| candidate.reason).collect();
    Some(Notice { id: calendar::date(day), at: calendar::moment(zone, at), title, reasons })
}

fn check_ins(world: &World, now: i64, zone: &dyn Zone, out: &mut Vec<Candidate>) {
    let Some(session) = world.course.last(now) else { return };
    let until = next_session(&world.course, &world.meetings, session);
    for slot in Slot::AFTER_SESSION {
        if answered(session, slot, until, &world.written, zone) {
            continue;
        }
        let candidate = check_in(world, session, slot, zone);
        if until.is_none_or(|until| candidate.at < until) {
            out.push(candidate);
        }
    }
}

/// The follow-ups after the last session. An open one has its day today or behind it.
fn follow_ups(world: &World, now: i64, zone: &dyn Zone, out: &mut Vec<Candidate>) {
    let Some(session) = world.course.last(now) else { return };
    let Some(last) = Last::of(&world.course, &world.meetings, now) else { return };
    let answered = follow_ups::answered(&last, &world.written);
    let all = follow_ups::follow_ups(&last, &world.follow_ups, &answered, calendar::day(zone, now));
    let waits = all.iter().filter(|one| matches!(one.state, CheckInState::Ahead | CheckInState::Open));
    out.extend(waits.map(|one| check_in(world, session, one.slot, zone)));
}

/// The reminder of a check-in: outside of quiet hours and pauses.
fn check_in(world: &World, session: &Session, slot: Slot, zone: &dyn Zone) -> Candidate {
    let at = out_of_silence(world, world.settings.awake(due(session, slot, zone), zone), zone);
    let title = match slot {
        Slot::FourHours => Title::QuietMoment,
        Slot::Day => Title::DayOn,
        Slot::ThreeDays => Title::ThreeDaysOn,
        Slot::Week => Title::WeekOn,
        Slot::FourWeeks => Title::FourWeeksOn,
        Slot::ThreeMonths => Title::ThreeMonthsOn,
        Slot::SixMonths => Title::SixMonthsOn,
    };
    // The "needs space" pause may have moved it into longer quiet hours.
    let at = world.settings.awake(at, zone);
    Candidate { at, title, reason: Reason::CheckIn { session: session.id.to_string(), slot } }
}

fn meetings(world: &World, zone: &dyn Zone, out: &mut Vec<Candidate>) {
    for meeting in world.meetings.iter().filter(|meeting| !meeting.kept) {
        let eve = calendar::day(zone, meeting.at) - 1;
        let at = world.settings.awake(calendar::at(zone, eve, world.settings.evening), zone);
        if at < meeting.at && !silent(world, at, zone) {
            let reason = Reason::Meeting { id: meeting.id.to_string() };
            out.push(Candidate { at, title: Title::Tomorrow, reason });
        }
    }
}

fn measures(world: &World, today: i64, zone: &dyn Zone, out: &mut Vec<Candidate>) {
    for measure in &world.measures {
        let on = |day| (day, world.settings.awake(calendar::at(zone, day, world.settings.evening), zone));
        // Once, on the due day. Overdue measures are shown on Today.
        let (day, at) = on(measure.day.max(today));
        if measure.day >= today && !session_day(world, day, zone) && !silent(world, at, zone) {
            let reason = Reason::Measure { instrument: measure.instrument.clone() };
            out.push(Candidate { at, title: Title::Questions, reason });
        }
    }
}

fn steps(world: &World, today: i64, zone: &dyn Zone, out: &mut Vec<Candidate>) {
    for (id, step) in &world.steps {
        for day in today..=today + HORIZON_DAYS {
            let at = world.settings.awake(calendar::at(zone, day, world.settings.evening), zone);
            // A reminder moved to the next day by quiet hours would be about yesterday's step.
            let same_day = calendar::day(zone, at) == day;
            if same_day && step.waits(day) && !session_day(world, day, zone) && !silent(world, at, zone) {
                out.push(Candidate { at, title: Title::SmallStep, reason: Reason::Step { id: id.to_string() } });
            }
        }
    }
}

/// The local day on which the client wants no reminders from `from` on, if `at` is in it.
fn silence(world: &World, at: i64, zone: &dyn Zone) -> Option<i64> {
    let day = calendar::day(zone, at);
    let space = |entry: &&Written| entry.needs_space && entry.at <= at && calendar::day(zone, entry.at) == day;
    (world.not_today == Some(day) || world.written.iter().any(|entry| space(&entry))).then_some(day)
}

fn silent(world: &World, at: i64, zone: &dyn Zone) -> bool {
    silence(world, at, zone).is_some()
}

/// Moves reminders in a pause to the next morning.
fn out_of_silence(world: &World, at: i64, zone: &dyn Zone) -> i64 {
    silence(world, at, zone).map_or(at, |day| calendar::at(zone, day + 1, world.settings.morning()))
}

/// Whether a session begins on a local day. There are no other reminders then.
fn session_day(world: &World, day: i64, zone: &dyn Zone) -> bool {
    let recorded = world.course.sessions().iter().map(|session| session.start.unix_ms);
    let agreed = world.meetings.iter().filter(|meeting| meeting.is_dosing()).map(|meeting| meeting.at);
    recorded.chain(agreed).any(|at| calendar::day(zone, at) == day)
}

fn during_session(world: &World, at: i64) -> bool {
    let recorded = world.course.sessions().iter().map(|session| session.start.unix_ms..session.end);
    let agreed = world.meetings.iter().filter(|meeting| meeting.is_dosing());
    let agreed = agreed.map(|meeting| meeting.at..meeting.at.saturating_add(SESSION_HOURS * HOUR_MS + MINUTE_MS));
    recorded.chain(agreed).any(|lasts| lasts.contains(&at))
}

#[cfg(test)]
mod tests;
