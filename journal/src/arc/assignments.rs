//! Assignments of a therapist, and when they are due.

use protocol::RecordId;

use super::Item;
use super::calendar::{self, Zone};
use super::checkins::{FOLLOW_UP_DAYS, Meeting, next_session};
use super::follow_ups::Last;
use super::place::Course;
use crate::record::{Assignment, Body, Repeat, Slot, Task};

/// Days before a session from which an assignment "before the session" may be answered.
pub const BEFORE_SESSION_DAYS: i64 = 3;
/// Days after a session on which an assignment "after the session" is due. It may be answered from the next day on.
pub const AFTER_SESSION_DAYS: i64 = 7;

/// The state of an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssignmentState {
    /// Whether it may be answered now.
    pub waits: bool,
    /// The local day on which it is due: of the current turn, else of the next. `None` if none will come, or if it
    /// depends on a session that is not scheduled yet.
    pub due: Option<i64>,
}

/// The times at which an assignment was answered: by entries that name its id, or by responses to its instrument.
pub fn answers(assignment: &Item, items: &[Item]) -> Vec<i64> {
    let Body::Assignment(task) = &assignment.record.body else { return Vec::new() };
    let given = assignment.record.when.unix_ms;
    let answered = items.iter().filter(|item| match &item.record.body {
        Body::Reflection(entry) => entry.assignment == Some(assignment.id),
        Body::MeasureResponse(response) => {
            let complete = response.answers.iter().all(Option::is_some) && !response.answers.is_empty();
            let same = task.task == Task::Measure && task.instrument.as_deref() == Some(&response.instrument);
            complete && (response.assignment == Some(assignment.id) || same && item.record.when.unix_ms >= given)
        }
        _ => false,
    });
    answered.map(|item| item.record.when.unix_ms).collect()
}

/// The state of an assignment at an instant. `answered` are the times of its answers, from [`answers`].
pub fn assignment_state(
    assignment: &Item,
    answered: &[i64],
    course: &Course,
    meetings: &[Meeting],
    now: i64,
    zone: &dyn Zone,
) -> AssignmentState {
    let none = AssignmentState { waits: false, due: None };
    let Some(task) = task(assignment).filter(|task| !task.ended) else { return none };
    let today = calendar::day(zone, now);
    let first = task.due.as_ref().unwrap_or(&assignment.record.when).local_day();
    let turns = Turns { answered, course, meetings, now, zone, today, first };
    match task.repeat.unwrap_or(Repeat::Once) {
        Repeat::Once if !answered.is_empty() => none,
        Repeat::Once => AssignmentState { waits: first <= today, due: Some(first) },
        Repeat::Weeks => turns.weekly(task.weeks.unwrap_or(1).max(1)),
        Repeat::BeforeSession => turns.before_session().unwrap_or(none),
        Repeat::AfterSession => turns.after_session().unwrap_or(none),
        Repeat::FollowUp => turns.follow_up().unwrap_or(none),
    }
}

/// The turns of a repeated assignment. Each function returns `None` if no turn will come, or none is known yet.
struct Turns<'a> {
    answered: &'a [i64],
    course: &'a Course,
    meetings: &'a [Meeting],
    now: i64,
    zone: &'a dyn Zone,
    /// The local day of `now`.
    today: i64,
    /// The local day of the first turn.
    first: i64,
}

impl Turns<'_> {
    fn day(&self, at: i64) -> i64 {
        calendar::day(self.zone, at)
    }

    fn is_answered_since(&self, day: i64) -> bool {
        self.answered.iter().any(|at| self.day(*at) >= day)
    }

    fn weekly(&self, weeks: u32) -> AssignmentState {
        let step = 7 * i64::from(weeks);
        if self.today < self.first {
            return AssignmentState { waits: false, due: Some(self.first) };
        }
        let turn = self.first + (self.today - self.first) / step * step;
        if self.is_answered_since(turn) {
            AssignmentState { waits: false, due: Some(turn + step) }
        } else {
            AssignmentState { waits: true, due: Some(turn) }
        }
    }

    fn before_session(&self) -> Option<AssignmentState> {
        let next = match self.course.last(self.now) {
            Some(session) => next_session(self.course, self.meetings, session),
            None => ahead(self.course, self.meetings, self.now),
        };
        // An appointment for a session that has passed without a record does not count as a session.
        let next = next.filter(|next| *next > self.now)?;
        let due = (self.day(next) - 1).max(self.first);
        let opens = (self.day(next) - BEFORE_SESSION_DAYS).max(self.first);
        let done = self.answered.iter().any(|at| self.day(*at) >= opens && *at <= next);
        let waits = !done && (opens..=self.day(next)).contains(&self.today);
        Some(AssignmentState { waits, due: (!done).then_some(due) })
    }

    fn after_session(&self) -> Option<AssignmentState> {
        let session = self.course.last(self.now)?;
        let day = self.day(session.end);
        let opens = (day + 1).max(self.first);
        // If the next session is near, it is due the day before.
        let next = next_session(self.course, self.meetings, session).map(|next| self.day(next) - 1);
        let due = (day + AFTER_SESSION_DAYS).min(next.unwrap_or(i64::MAX)).max(opens);
        let done = self.is_answered_since(opens);
        Some(AssignmentState { waits: !done && opens <= self.today, due: (!done).then_some(due) })
    }

    fn follow_up(&self) -> Option<AssignmentState> {
        let last = Last::of(self.course, self.meetings, self.now).filter(|last| !last.ended)?;
        // The first one that is neither answered nor over.
        let mut days = Slot::FOLLOW_UPS.into_iter().map(|slot| slot.day_after(last.day));
        let from = self.today.max(self.first);
        let day = days.find(|day| !self.is_answered_since(*day) && *day + FOLLOW_UP_DAYS > from)?;
        let due = day.max(self.first);
        Some(AssignmentState { waits: due <= self.today, due: Some(due) })
    }
}

/// The task of a record, if it is one.
pub fn task(item: &Item) -> Option<&Assignment> {
    match &item.record.body {
        Body::Assignment(task) => Some(task),
        _ => None,
    }
}

/// An assignment that may be answered now, with its due day.
#[derive(Clone)]
pub struct Waiting<'a> {
    /// The id of the assignment.
    pub id: RecordId,
    /// The task.
    pub task: &'a Assignment,
    /// The local day on which it is due.
    pub due: i64,
}

/// The assignments of a kind that may be answered now, most overdue first.
pub fn waiting<'a>(
    items: &'a [Item],
    kind: Task,
    course: &Course,
    meetings: &[Meeting],
    now: i64,
    zone: &dyn Zone,
) -> Vec<Waiting<'a>> {
    let mut waiting: Vec<Waiting<'a>> = items
        .iter()
        .filter_map(|item| {
            let task = task(item).filter(|task| task.task == kind)?;
            let state = assignment_state(item, &answers(item, items), course, meetings, now, zone);
            Some(Waiting { id: item.id, task, due: state.due.filter(|_| state.waits)? })
        })
        .collect();
    waiting.sort_by_key(|waiting| (waiting.due, waiting.id));
    waiting
}

/// A measure that is due or will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureDue {
    /// The id of the instrument.
    pub instrument: String,
    /// The local day from which it is due.
    pub day: i64,
}

/// The due measures, for the reminders: those that may be answered now, and the next turn of the others.
pub fn measures_due(
    items: &[Item],
    course: &Course,
    meetings: &[Meeting],
    now: i64,
    zone: &dyn Zone,
) -> Vec<MeasureDue> {
    let mut due: Vec<MeasureDue> = items
        .iter()
        .filter_map(|item| {
            let task = task(item).filter(|task| task.task == Task::Measure)?;
            let instrument = task.instrument.clone()?;
            let day = assignment_state(item, &answers(item, items), course, meetings, now, zone).due?;
            Some(MeasureDue { instrument, day })
        })
        .collect();
    due.sort_by(|a, b| (a.day, &a.instrument).cmp(&(b.day, &b.instrument)));
    due.dedup();
    due
}

fn ahead(course: &Course, meetings: &[Meeting], now: i64) -> Option<i64> {
    let recorded = course.next(now).map(|session| session.start.unix_ms);
    let agreed =
        meetings.iter().filter(|meeting| meeting.is_dosing() && meeting.is_ahead(now)).map(|meeting| meeting.at);
    recorded.into_iter().chain(agreed).min()
}

#[cfg(test)]
mod tests {
    use super::super::calendar::Fixed;
    use super::*;
    use crate::record::{DosingSession, MeasureResponse, Moment, Record, Reflection};

    fn item(n: u8, when: &str, body: impl Into<Body>) -> Item {
        let when = Moment::parse(when, "UTC").unwrap();
        Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body: body.into() } }
    }

    fn measure(repeat: Repeat, weeks: Option<u32>) -> Item {
        let task = Assignment {
            task: Task::Measure,
            text: String::new(),
            prompt: None,
            set: None,
            instrument: Some("phq-9".into()),
            due: None,
            repeat: Some(repeat),
            weeks,
            ended: false,
            extra: Default::default(),
        };
        item(1, "2026-02-02T10:00:00Z", task)
    }

    fn response(n: u8, when: &str, answers: &[Option<f64>]) -> Item {
        let response = MeasureResponse { instrument: "phq-9".into(), answers: answers.to_vec(), ..Default::default() };
        item(n, when, response)
    }

    fn state(assignment: &Item, items: &[Item], now: &str) -> (bool, Option<String>) {
        let (course, meetings) = (Course::of(items), items.iter().filter_map(Meeting::of).collect::<Vec<_>>());
        let zone = Fixed { name: "UTC".into(), offset_s: 0 };
        let now = Moment::parse(now, "UTC").unwrap().unix_ms;
        let state = assignment_state(assignment, &answers(assignment, items), &course, &meetings, now, &zone);
        (state.waits, state.due.map(calendar::date))
    }

    fn due(date: &str) -> Option<String> {
        Some(date.to_owned())
    }

    #[test]
    fn once_is_once_and_a_half_answered_form_is_not_answered() {
        let task = measure(Repeat::Once, None);
        assert_eq!(state(&task, &[], "2026-02-03T10:00:00Z"), (true, due("2026-02-02")));
        let half = response(2, "2026-02-03T10:00:00Z", &[Some(1.0), None]);
        assert!(state(&task, &[half], "2026-02-03T11:00:00Z").0);
        let whole = response(2, "2026-02-03T10:00:00Z", &[Some(1.0), Some(0.0)]);
        assert_eq!(state(&task, &[whole], "2026-02-03T11:00:00Z"), (false, None));
        let earlier = response(2, "2026-01-03T10:00:00Z", &[Some(1.0)]);
        assert!(state(&task, &[earlier], "2026-02-03T11:00:00Z").0, "what was answered before it was given is another");
    }

    #[test]
    fn every_two_weeks_comes_due_again() {
        let task = measure(Repeat::Weeks, Some(2));
        let answered = [response(2, "2026-02-05T10:00:00Z", &[Some(1.0)])];
        let items = [task.clone(), answered[0].clone()];
        let zone = Fixed { name: "UTC".into(), offset_s: 0 };
        let now = Moment::parse("2026-02-10T10:00:00Z", "UTC").unwrap().unix_ms;
        let next = measures_due(&items, &Course::default(), &[], now, &zone);
        assert_eq!((next.len(), calendar::date(next[0].day).as_str()), (1, "2026-02-16"));
        assert_eq!(state(&task, &answered, "2026-02-10T10:00:00Z"), (false, due("2026-02-16")));
        assert_eq!(state(&task, &answered, "2026-02-17T10:00:00Z"), (true, due("2026-02-16")));
        assert_eq!(state(&task, &answered, "2026-03-03T10:00:00Z"), (true, due("2026-03-02")), "a missed turn is gone");
    }

    #[test]
    fn before_and_after_each_session() {
        let session = item(5, "2026-02-10T10:00:00Z", DosingSession { number: 1, ..Default::default() });
        let agreed =
            |n, when| item(n, when, crate::record::Appointment { purpose: "dosing".into(), ..Default::default() });
        let before = measure(Repeat::BeforeSession, None);
        let items = [agreed(4, "2026-02-10T10:00:00Z")];
        assert_eq!(state(&before, &items, "2026-02-04T10:00:00Z"), (false, due("2026-02-09")));
        assert_eq!(state(&before, &items, "2026-02-08T10:00:00Z"), (true, due("2026-02-09")));
        let items = [agreed(4, "2026-02-10T10:00:00Z"), response(2, "2026-02-08T10:00:00Z", &[Some(1.0)])];
        assert_eq!(state(&before, &items, "2026-02-09T10:00:00Z"), (false, None));
        let items =
            [agreed(4, "2026-02-10T10:00:00Z"), session.clone(), response(2, "2026-02-08T10:00:00Z", &[Some(1.0)])];
        assert_eq!(state(&before, &items, "2026-02-12T10:00:00Z"), (false, None), "no next one is agreed on");

        let after = measure(Repeat::AfterSession, None);
        assert_eq!(state(&after, &items[..1], "2026-02-09T10:00:00Z"), (false, None));
        let items = [session.clone()];
        assert_eq!(state(&after, &items, "2026-02-10T15:00:00Z"), (false, due("2026-02-17")));
        assert_eq!(state(&after, &items, "2026-02-11T15:00:00Z"), (true, due("2026-02-17")));
        let soon = [session, agreed(6, "2026-02-13T10:00:00Z")];
        assert_eq!(state(&after, &soon, "2026-02-11T15:00:00Z"), (true, due("2026-02-12")));
    }

    #[test]
    fn at_each_follow_up_after_the_last_session() {
        let task = measure(Repeat::FollowUp, None);
        assert_eq!(state(&task, &[], "2026-03-10T10:00:00Z"), (false, None), "no session yet");
        let session = item(5, "2026-02-10T10:00:00Z", DosingSession { number: 1, ..Default::default() });
        let with = |more: &[Item], now| {
            let items: Vec<Item> = [session.clone()].into_iter().chain(more.to_vec()).collect();
            state(&task, &items, now)
        };
        assert_eq!(with(&[], "2026-02-20T10:00:00Z"), (false, due("2026-03-10")));
        assert_eq!(with(&[], "2026-03-10T10:00:00Z"), (true, due("2026-03-10")));
        assert_eq!(with(&[], "2026-04-06T10:00:00Z"), (true, due("2026-03-10")));
        assert_eq!(with(&[], "2026-04-07T10:00:00Z"), (false, due("2026-05-10")), "a missed turn is gone");
        let early = response(2, "2026-03-09T10:00:00Z", &[Some(1.0)]);
        assert!(with(&[early], "2026-03-10T10:00:00Z").0, "an answer of the day before is not that of the follow-up");
        let answered = response(2, "2026-03-12T10:00:00Z", &[Some(1.0)]);
        assert_eq!(with(std::slice::from_ref(&answered), "2026-03-13T10:00:00Z"), (false, due("2026-05-10")));
        assert_eq!(with(&[answered], "2026-05-10T10:00:00Z"), (true, due("2026-05-10")));
        assert_eq!(with(&[], "2026-09-20T10:00:00Z"), (false, None), "half a year is over");
        let agreed = crate::record::Appointment { purpose: "dosing".into(), ..Default::default() };
        assert_eq!(with(&[item(4, "2026-04-01T10:00:00Z", agreed)], "2026-03-12T10:00:00Z"), (false, None));
        // Assigned between two follow-ups, it is asked for at once while the first can be answered.
        let mut late = task.clone();
        late.record.when = Moment::parse("2026-03-20T10:00:00Z", "UTC").unwrap();
        let items = [session.clone()];
        assert_eq!(state(&late, &items, "2026-03-20T11:00:00Z"), (true, due("2026-03-20")));
        late.record.when = Moment::parse("2026-04-20T10:00:00Z", "UTC").unwrap();
        assert_eq!(state(&late, &items, "2026-04-20T11:00:00Z"), (false, due("2026-05-10")));
    }

    #[test]
    fn what_waits_is_in_the_order_in_which_it_is_due() {
        let mut prompt = measure(Repeat::Once, None);
        if let Body::Assignment(task) = &mut prompt.record.body {
            (task.task, task.instrument, task.text) = (Task::Prompt, None, "What did the lake say?".into());
        }
        let mut later = prompt.clone();
        later.id = RecordId::new(0, [9; 10]);
        later.record.when = Moment::parse("2026-02-03T10:00:00Z", "UTC").unwrap();
        let items = [later.clone(), prompt.clone()];
        let zone = Fixed { name: "UTC".into(), offset_s: 0 };
        let wait = |items: &[Item]| {
            let now = Moment::parse("2026-02-04T10:00:00Z", "UTC").unwrap().unix_ms;
            let waiting = waiting(items, Task::Prompt, &Course::default(), &[], now, &zone);
            waiting.into_iter().map(|waiting| waiting.id).collect::<Vec<_>>()
        };
        assert_eq!(wait(&items), [prompt.id, later.id]);
        let answer = Reflection { assignment: Some(prompt.id), ..Default::default() };
        let items = [later.clone(), prompt, item(3, "2026-02-03T11:00:00Z", answer)];
        assert_eq!(wait(&items), [later.id]);
    }
}
