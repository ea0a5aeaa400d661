//! The course of the work: steps, intentions, promises, and the position in the series.

use serde::Serialize;

use super::visit::Visit;
use crate::arc::{Course, Entry, Item, Meeting, calendar};
use crate::record::{Body, NoteKind, StepStatus};

/// A step, and its progress since the last visit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepLine {
    /// The id of the record.
    pub id: String,
    /// The text, as the author wrote it.
    pub text: String,
    /// The state: `active`, `habit`, `done`, `let_go`.
    pub status: &'static str,
    /// Days since the last visit on which it was done: `YYYY-MM-DD`.
    pub done_since: Vec<String>,
    /// Number of days on which it was done in total.
    pub done: u32,
    /// How often it was planned since the last visit; absent without a cadence.
    pub meant_since: Option<u32>,
    /// Number of those that were not done; absent without a cadence.
    pub open_since: Option<u32>,
    /// The entry that it came from.
    pub from_entry: Option<String>,
}

/// All steps: active ones first, then finished ones, then those let go, each in order of creation.
pub fn steps(items: &[Item], visit: &Visit, today: i64) -> Vec<StepLine> {
    let mut steps: Vec<(u8, i64, StepLine)> = items
        .iter()
        .filter_map(|item| {
            let Body::Step(step) = &item.record.body else { return None };
            let set = item.record.when.local_day();
            // A mark on the day of the visit may be from before it, so only later days count.
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

/// An intention, a goal or a concern, with the entries that followed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hope {
    /// The id of the record.
    pub id: String,
    /// The kind: `intention`, `goal`, `concern`.
    pub kind: &'static str,
    /// The text, as the author wrote it.
    pub text: String,
    /// For an intention: the number of its session.
    pub session: Option<u32>,
    /// For a goal or a concern, its state: `open`, `met`, `let_go`.
    pub status: Option<&'static str>,
    /// The client's answer.
    pub answer: String,
    /// For an intention: the entries from that session up to the next.
    pub came_up: Vec<String>,
}

/// The intentions of the last session and of upcoming ones (all, if there was no session), and goals and concerns that
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

/// A promise of the therapist, or an agenda item.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reminder {
    /// The id of the record.
    pub id: String,
    /// Time of creation: milliseconds since the Unix epoch.
    pub at: i64,
    /// The text, as the author wrote it.
    pub text: String,
    /// For a promise: when it was kept, in milliseconds since the Unix epoch.
    pub kept: Option<i64>,
    /// The record that it is about; absent if the client took it back.
    pub about: Option<String>,
    /// The kind of that record.
    pub about_kind: Option<String>,
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

/// The agenda items since the last visit.
pub fn agenda(items: &[Item], visit: &Visit) -> Vec<Reminder> {
    reminders(items.iter().filter_map(|item| {
        let Body::PrivateNote(note) = &item.record.body else { return None };
        let since = visit.at.is_none_or(|visit| item.record.when.unix_ms >= visit);
        (note.purpose == NoteKind::Agenda && since)
            .then(|| reminder(item, &note.text, None, items.iter().find(|one| Some(one.id) == note.about)))
    }))
}

fn reminder(item: &Item, text: &str, kept: Option<i64>, about: Option<&Item>) -> Reminder {
    Reminder {
        id: item.id.to_string(),
        at: item.record.when.unix_ms,
        text: text.into(),
        kept,
        about: about.map(|about| about.id.to_string()),
        about_kind: about.map(|about| about.record.body.kind().to_owned()),
    }
}

fn reminders(lines: impl Iterator<Item = Reminder>) -> Vec<Reminder> {
    let mut lines: Vec<Reminder> = lines.collect();
    lines.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    lines
}

/// The position in the series.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Whereabouts {
    /// The part of the arc today.
    pub phase: &'static str,
    /// The number of the last dosing session.
    pub session: Option<u32>,
    /// The id of its record.
    pub session_id: Option<String>,
    /// Number of planned sessions.
    pub planned: Option<u32>,
    /// The state of the series: `active`, `completed`, `stopped`.
    pub series: Option<&'static str>,
    /// Days since the last session, on the client's calendar.
    pub day: Option<i64>,
    /// The next appointment: time in milliseconds since the Unix epoch, and purpose.
    pub next: Option<(i64, String)>,
    /// The id of its record.
    pub next_id: Option<String>,
    /// Ids of missed appointments since the last visit.
    pub missed: Vec<String>,
}

/// Computes the position today, on the client's calendar.
pub fn whereabouts(items: &[Item], course: &Course, visit: &Visit, now: &crate::record::Moment) -> Whereabouts {
    let last = course.last(now.unix_ms);
    let series = course.series_at(now.unix_ms);
    let ahead = items.iter().filter_map(Meeting::of).filter(|meeting| meeting.is_ahead(now.unix_ms));
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
