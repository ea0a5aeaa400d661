//! The course of the work: steps, check-ins, intentions, promises, and where we are.

use serde::Serialize;

use super::visit::Visit;
use crate::arc::calendar::{self, Fixed};
use crate::arc::{CheckInState, Course, Entry, Item, Meeting, Written, checkins};
use crate::record::{Body, NoteKind, Slot, StepStatus};

/// A step, and what became of it since the last visit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepLine {
    /// The record.
    pub id: String,
    /// The words.
    pub text: String,
    /// `active`, `habit`, `done`, `let_go`.
    pub status: &'static str,
    /// Days since the last visit on which it was done: `YYYY-MM-DD`.
    pub done_since: Vec<String>,
    /// Days on which it was done in all.
    pub done: u32,
    /// How often it was meant since the last visit; absent without a cadence.
    pub meant_since: Option<u32>,
    /// How many of those were left open; absent without a cadence.
    pub open_since: Option<u32>,
    /// The entry that it came from.
    pub from_entry: Option<String>,
}

/// All steps: those being kept up first, then finished ones, then those let go, each in the order in which they were set.
pub fn steps(items: &[Item], visit: &Visit, today: i64) -> Vec<StepLine> {
    let mut steps: Vec<(u8, i64, StepLine)> = items
        .iter()
        .filter_map(|item| {
            let Body::Step(step) = &item.record.body else { return None };
            let set = item.record.when.local_day();
            // A tick on the day of the visit may have come before it; what counts is what came after.
            let from = visit.day.map_or(i64::MIN, |day| day + 1);
            let days = crate::arc::StepDays::new(step, set);
            let kept = days.since(from.max(set.min(days.done.first().copied().unwrap_or(set))), today);
            let done_since = days.done.range(from.min(today + 1)..=today.max(from)).filter(|day| **day <= today);
            let order = match step.status {
                StepStatus::Active | StepStatus::Habit => 0,
                StepStatus::Done => 1,
                StepStatus::LetGo => 2,
            };
            let line = StepLine {
                id: item.id.to_string(),
                text: step.text.clone(),
                status: step.status.as_str(),
                done_since: done_since.map(|day| calendar::date(*day)).collect(),
                done: days.done.range(..=today).count() as u32,
                meant_since: kept.meant,
                open_since: kept.open,
                from_entry: step.from_entry.map(|id| id.to_string()),
            };
            Some((order, item.record.when.unix_ms, line))
        })
        .collect();
    steps.sort_by(|a, b| (a.0, a.1, &a.2.id).cmp(&(b.0, b.1, &b.2.id)));
    steps.into_iter().map(|(_, _, line)| line).collect()
}

/// A day after the last dosing session, as the client told it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AfterDay {
    /// Days since the session; 0 is its own day.
    pub day: i64,
    /// The client's local date.
    pub date: String,
    /// Scales of that day, each the mean of what was told: `mood`, `energy`, `sleep`, `sensitivity`, `clarity`.
    pub figures: Vec<(String, f64)>,
    /// States that were tapped.
    pub states: Vec<String>,
    /// The entries.
    pub ids: Vec<String>,
}

/// How one of the check-ins after the last session stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SlotLine {
    /// `4h`, `24h`, `72h`, `7d`.
    pub slot: &'static str,
    /// Whether it was answered, is open, lies ahead, or went by without one, which is no fault.
    pub state: CheckInState,
}

/// The days after the last dosing session.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AfterSession {
    /// The session's number.
    pub session: Option<u32>,
    /// Its record.
    pub id: Option<String>,
    /// Days on which something was told, oldest first.
    pub days: Vec<AfterDay>,
    /// The four check-ins.
    pub slots: Vec<SlotLine>,
}

/// What was told after the last dosing session, by day, up to two weeks.
pub fn after_session(items: &[Item], entries: &[&Entry], course: &Course, now: i64) -> AfterSession {
    let Some(session) = course.last(now) else { return AfterSession::default() };
    let meetings: Vec<Meeting> = items.iter().filter_map(Meeting::of).collect();
    let written: Vec<Written> = items.iter().filter_map(Written::of).filter(|entry| entry.at <= now).collect();
    let zone = Fixed { name: session.start.zone.clone(), offset_s: session.start.offset_s };
    let until = checkins::next_session(course, &meetings, session);
    let plans = checkins::check_ins(session, until, &written, now, &zone);
    let told = entries.iter().filter(|entry| {
        super::words::is_written(entry) && entry.unix_ms >= session.start.unix_ms && entry.unix_ms <= now
    });
    let mut days: Vec<AfterDay> = Vec::new();
    let first = session.start.local_day();
    let mut sums: Vec<Vec<(String, f64, u32)>> = Vec::new();
    let mut told: Vec<&&Entry> = told.collect();
    told.sort_by_key(|entry| entry.unix_ms);
    for entry in told {
        let day = calendar::parse_date(&entry.date).unwrap_or(first) - first;
        if !(0..=crate::arc::place::INTEGRATION_DAYS).contains(&day) {
            continue;
        }
        if days.last().is_none_or(|last| last.day != day) {
            days.push(AfterDay { day, date: entry.date.clone(), ..AfterDay::default() });
            sums.push(Vec::new());
        }
        let (Some(line), Some(sums)) = (days.last_mut(), sums.last_mut()) else { continue };
        for (name, value) in figures(entry) {
            match sums.iter_mut().find(|(known, _, _)| *known == name) {
                Some((_, sum, count)) => (*sum, *count) = (*sum + value, *count + 1),
                None => sums.push((name, value, 1)),
            }
        }
        for state in &entry.states {
            if !line.states.contains(state) {
                line.states.push(state.clone());
            }
        }
        line.ids.push(entry.id.clone());
    }
    for (line, sums) in days.iter_mut().zip(sums) {
        line.figures = sums.into_iter().map(|(name, sum, count)| (name, sum / f64::from(count))).collect();
    }
    AfterSession {
        session: Some(session.number),
        id: Some(session.id.to_string()),
        days,
        slots: plans.into_iter().map(|plan| SlotLine { slot: Slot::as_str(plan.slot), state: plan.state }).collect(),
    }
}

/// The scales of an entry: a check-in's all, a reflection's mood.
pub(crate) fn figures(entry: &Entry) -> Vec<(String, f64)> {
    if entry.figures.is_empty() {
        return entry.mood.map(|mood| ("mood".to_owned(), f64::from(mood))).into_iter().collect();
    }
    entry.figures.iter().map(|(name, value)| (name.clone(), *value as f64)).collect()
}

/// An intention, a goal or a concern, against what came up.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hope {
    /// The record.
    pub id: String,
    /// `intention`, `goal`, `concern`.
    pub kind: &'static str,
    /// The words.
    pub text: String,
    /// For an intention: for which session.
    pub session: Option<u32>,
    /// For a goal or a concern: `open`, `met`, `let_go`.
    pub status: Option<&'static str>,
    /// What came of it, in the client's words.
    pub answer: String,
    /// For an intention: what the client wrote from that session on, up to the next.
    pub came_up: Vec<String>,
}

/// The intentions of the last session and of those ahead (of all, when there was none), and goals and concerns that
/// are open or were settled since the last visit.
pub fn hopes(items: &[Item], entries: &[&Entry], course: &Course, now: i64) -> Vec<Hope> {
    let last = course.last(now).map(|session| session.number);
    let mut hopes: Vec<(u8, i64, Hope)> = Vec::new();
    for item in items {
        let hope = |kind, text: &String, status, answer: &String| Hope {
            id: item.id.to_string(),
            kind,
            text: text.clone(),
            session: None,
            status,
            answer: answer.clone(),
            came_up: Vec::new(),
        };
        let (order, hope) = match &item.record.body {
            Body::Intention(intention) if intention.session >= last || intention.session.is_none() => {
                let mut line = hope("intention", &intention.text, None, &intention.answer);
                line.session = intention.session;
                let followed = entries.iter().filter(|entry| {
                    super::words::is_written(entry)
                        && entry.unix_ms <= now
                        && entry.place.session == intention.session
                        && entry.place.day.is_some_and(|day| day >= 0)
                });
                if intention.session.is_some() {
                    line.came_up = followed.map(|entry| entry.id.clone()).collect();
                }
                (0, line)
            }
            Body::Goal(goal) => (1, hope("goal", &goal.text, Some(goal.status.as_str()), &goal.answer)),
            Body::Concern(concern) => {
                (2, hope("concern", &concern.text, Some(concern.status.as_str()), &concern.answer))
            }
            _ => continue,
        };
        hopes.push((order, item.record.when.unix_ms, hope));
    }
    hopes.sort_by(|a, b| (a.0, a.2.session, a.1, &a.2.id).cmp(&(b.0, b.2.session, b.1, &b.2.id)));
    hopes.into_iter().map(|(_, _, hope)| hope).collect()
}

/// A promise of the therapist's, or a line for the session.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reminder {
    /// The record.
    pub id: String,
    /// When it was made: milliseconds since the Unix epoch.
    pub at: i64,
    /// The words.
    pub text: String,
    /// For a promise: when it was kept.
    pub kept: Option<i64>,
    /// The entry that it is about.
    pub about: Option<String>,
}

/// Promises that are open, and those kept since the last visit; oldest first.
pub fn promises(items: &[Item], visit: &Visit) -> Vec<Reminder> {
    reminders(items.iter().filter_map(|item| {
        let Body::Promise(promise) = &item.record.body else { return None };
        let kept = promise.kept.as_ref().map(|kept| kept.unix_ms);
        let shown = kept.is_none_or(|kept| visit.at.is_none_or(|visit| kept >= visit));
        shown.then(|| reminder(item, &promise.text, kept, None))
    }))
}

/// What the therapist wants to bring to the session: noted since the last visit.
pub fn agenda(items: &[Item], visit: &Visit) -> Vec<Reminder> {
    reminders(items.iter().filter_map(|item| {
        let Body::PrivateNote(note) = &item.record.body else { return None };
        let since = visit.at.is_none_or(|visit| item.record.when.unix_ms >= visit);
        (note.purpose == NoteKind::Agenda && since)
            .then(|| reminder(item, &note.text, None, note.about.map(|id| id.to_string())))
    }))
}

fn reminder(item: &Item, text: &str, kept: Option<i64>, about: Option<String>) -> Reminder {
    Reminder { id: item.id.to_string(), at: item.record.when.unix_ms, text: text.into(), kept, about }
}

fn reminders(lines: impl Iterator<Item = Reminder>) -> Vec<Reminder> {
    let mut lines: Vec<Reminder> = lines.collect();
    lines.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    lines
}

/// Where we are.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Whereabouts {
    /// The part of the arc today.
    pub phase: &'static str,
    /// The number of the last dosing session.
    pub session: Option<u32>,
    /// Its record.
    pub session_id: Option<String>,
    /// How many are planned.
    pub planned: Option<u32>,
    /// How the series stands: `active`, `completed`, `stopped`.
    pub series: Option<&'static str>,
    /// Days since the last session, on the client's calendar.
    pub day: Option<i64>,
    /// The next appointment: milliseconds since the Unix epoch, and what for.
    pub next: Option<(i64, String)>,
    /// Its record.
    pub next_id: Option<String>,
    /// Appointments that were not kept since the last visit: their records.
    pub missed: Vec<String>,
}

/// Where we are, today on the client's calendar.
pub fn whereabouts(items: &[Item], course: &Course, visit: &Visit, now: &crate::record::Moment) -> Whereabouts {
    let last = course.last(now.unix_ms);
    let series = course.series_at(now.unix_ms);
    let ahead = items.iter().filter_map(Meeting::of).filter(|meeting| meeting.at > now.unix_ms);
    let next = ahead.min_by_key(|meeting| meeting.at);
    let missed = items.iter().filter(|item| match &item.record.body {
        Body::Appointment(meeting) => {
            meeting.kept == Some(false) && visit.at.is_none_or(|visit| item.record.when.unix_ms >= visit)
        }
        _ => false,
    });
    Whereabouts {
        phase: course.place(now).phase.as_str(),
        session: last.map(|session| session.number),
        session_id: last.map(|session| session.id.to_string()),
        planned: series.and_then(|series| series.planned),
        series: series.map(|series| series.status.as_str()),
        day: last.map(|session| now.local_day() - session.start.local_day()),
        next: next.as_ref().map(|meeting| (meeting.at, meeting.purpose.clone())),
        next_id: next.map(|meeting| meeting.id.to_string()),
        missed: missed.map(|item| item.id.to_string()).collect(),
    }
}
