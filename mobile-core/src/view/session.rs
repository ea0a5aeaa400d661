//! The session screen, with intentions, goals and concerns.

use journal::arc::Item;
use journal::record::{Body, GoalStatus};
use protocol::RecordId;
use serde::Serialize;

use super::choices::{self, Choice};
use super::context::ViewContext;
use crate::Error;
use crate::entries::{Form, GoalProgress, SeriesForm, SeriesProgress, SessionForm};
use crate::phone::Sessions;
use crate::store::recall;

/// A dosing session: before it, and after.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct SessionPage {
    /// The id for other calls; absent if it is not recorded yet.
    pub id: Option<String>,
    /// The title of the session, such as "Session 2".
    pub title: String,
    /// "Thursday, February 12, 10:00 AM".
    pub when: String,
    /// The content of the form. The clinic records route and dose; the app never suggests them.
    pub form: SessionForm,
    /// "100 mg, as the clinic recorded it".
    pub dose: Option<String>,
    /// The therapist's short note.
    pub support_note: String,
    /// Intentions for this session.
    pub intentions: Vec<HopeView>,
    /// Concerns that are open, or were open when the session began.
    pub concerns: Vec<HopeView>,
    /// Qualities of the experience to tap.
    pub qualities: Vec<Choice>,
    /// "Nothing here is better or worse than anything else."
    pub none_better: String,
    /// How it may have been given.
    pub routes: Vec<Choice>,
    /// How support may have been given.
    pub support: Vec<Choice>,
    /// For two days after it: "Nothing big has to be decided now."
    pub care: Option<String>,
    /// For three days after it: the practice's advice for these hours.
    pub aftercare: Option<String>,
    /// Whether it is in progress.
    pub running: bool,
}

/// An intention, a goal or a concern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct HopeView {
    /// The id for other calls.
    pub id: String,
    /// `intention`, `goal` or `concern`.
    pub kind: String,
    /// The text, as it was written.
    pub text: String,
    /// The session that an intention is for.
    pub session: Option<u32>,
    /// Whether client and therapist have agreed on it.
    pub agreed: bool,
    /// The status of a goal or a concern.
    pub status: GoalProgress,
    /// The person's answer to it, written later; empty without one.
    pub answer: String,
    /// "You set out with this for session 2."
    pub carried: String,
    /// Whether a session has taken place since: it can be answered.
    pub can_answer: bool,
    /// Whether it is shared.
    pub shared: bool,
}

/// Intentions, goals and concerns: the preparation page.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct HopesView {
    /// Intentions, the newest session's first.
    pub intentions: Vec<HopeView>,
    /// Goals over the series.
    pub goals: Vec<HopeView>,
    /// The concerns that were open before the session.
    pub concerns: Vec<HopeView>,
    /// The session that a new intention is for.
    pub next_session: u32,
    /// What to bring to it, in the practice's words or the app's.
    pub bring: String,
}

/// Intentions, goals and concerns, without the rest of the preparation page.
#[derive(Default)]
pub(super) struct Hopes {
    pub intentions: Vec<HopeView>,
    pub goals: Vec<HopeView>,
    pub concerns: Vec<HopeView>,
}

/// A series with its status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SeriesView {
    /// The id for other calls.
    pub id: String,
    /// The content of the form.
    pub form: SeriesForm,
    /// "2 of 6 sessions".
    pub said: String,
}

impl Sessions<'_> {
    /// The page of a session, by its number; with an empty form if it is not recorded yet.
    pub fn session_page(self, number: u32) -> Result<SessionPage, Error> {
        if number == 0 {
            return Err(Error::Invalid);
        }
        let context = self.phone.view_context()?;
        let words = context.words;
        let found = self.session_numbered(number)?;
        let id = found.as_ref().and_then(|(_, own)| *own);
        let mut form = SessionForm { number, ..SessionForm::default() };
        let (mut when, mut note, mut dose, mut recent) = (String::new(), String::new(), None, false);
        if let Some((item, _)) = &found {
            let begun = &item.record.when;
            // The clinic's record is not changed: the person's own record begins at the same time.
            form.at = Some(begun.rfc3339());
            if let Some(Form::Session { session }) =
                id.map(|id| self.phone.own_record(id)).transpose()?.and_then(|record| Form::of(&record))
            {
                form = session;
            }
            if let Body::DosingSession(session) = &item.record.body {
                note.clone_from(&session.support_note);
                // The person's values are not the clinic's.
                let key = if session.recorded_by == "clinic" { "session-dose" } else { "session-dose-own" };
                let said = |mg: f64| words.fill(key, &[("dose", words.number(mg).into())]);
                dose = session.dose_mg.map(said);
            }
            let day = words.day(begun.local_day(), context.today);
            when = words.fill("session-when", &[("date", day.into()), ("time", words.time(begun).into())]);
            recent = (0..2).contains(&(context.today - begun.local_day()));
        }
        let hopes = self.hopes_in(&context)?;
        let intentions = hopes.intentions.into_iter().filter(|hope| hope.session == Some(number)).collect();
        Ok(SessionPage {
            id: id.map(|id| id.to_string()),
            title: words.fill("session-title", &[("number", i64::from(number).into())]),
            when,
            dose,
            form,
            support_note: note,
            intentions,
            concerns: hopes.concerns,
            qualities: choices::qualities(words),
            none_better: words.say("session-none-better"),
            routes: choices::routes(words),
            support: choices::support(words),
            care: context.no_big_decisions().filter(|_| recent),
            aftercare: if recent { self.phone.pages().aftercare_in(&context)? } else { None },
            running: context.course.running(context.now.unix_ms).is_some(),
        })
    }

    /// Intentions, goals and concerns.
    pub fn hopes(self) -> Result<HopesView, Error> {
        let context = self.phone.view_context()?;
        let Hopes { intentions, goals, concerns } = self.hopes_in(&context)?;
        let bring = self.phone.pages().on_the_cards(|card| &card.bring, context.words.say("bring-default"))?;
        Ok(HopesView { intentions, goals, concerns, next_session: next_session(&context), bring })
    }

    pub(super) fn hopes_in(self, context: &ViewContext) -> Result<Hopes, Error> {
        let items =
            self.phone.store.read(|connection| recall::items(connection, &["intention", "goal", "concern"], 500))?;
        let mut hopes = Hopes::default();
        for item in &items {
            let Some(hope) = hope(context, item) else { continue };
            match hope.kind.as_str() {
                "intention" => hopes.intentions.push(hope),
                "goal" => hopes.goals.push(hope),
                _ => hopes.concerns.push(hope),
            }
        }
        hopes.intentions.sort_by_key(|hope| std::cmp::Reverse(hope.session));
        Ok(hopes)
    }

    /// The series, newest first.
    pub fn series(self) -> Result<Vec<SeriesView>, Error> {
        let context = self.phone.view_context()?;
        let items = self.phone.store.read(|connection| recall::items(connection, &["series"], i64::MAX))?;
        let view = |item: &Item| {
            let Body::Series(series) = &item.record.body else { return None };
            let span = context.course.series().iter().find(|span| span.id == item.id)?;
            let begun = |session: &&journal::arc::Session| session.start.unix_ms <= context.now.unix_ms;
            let done = context.course.sessions_of(span).iter().filter(begun).count();
            let form = SeriesForm {
                title: series.title.clone(),
                planned: series.planned,
                status: SeriesProgress::from(series.status),
            };
            Some(SeriesView { id: item.id.to_string(), said: spine(&context, done, series.planned), form })
        };
        Ok(items.iter().filter_map(view).collect())
    }

    /// The steps that came from an entry, oldest first: insight, step, habit.
    pub fn thread(self, id: RecordId) -> Result<Vec<super::steps::StepView>, Error> {
        let steps = self.steps()?;
        let named = id.to_string();
        let all = steps.active.into_iter().chain(steps.habits).chain(steps.ended);
        let mut thread: Vec<_> = all.filter(|step| step.from_entry.as_deref() == Some(named.as_str())).collect();
        thread.reverse();
        Ok(thread)
    }
}

/// "2 of 6 sessions".
pub(super) fn spine(context: &ViewContext, done: usize, planned: Option<u32>) -> String {
    let done = done as i64;
    match planned {
        Some(planned) => {
            context.words.fill("spine-planned", &[("done", done.into()), ("planned", i64::from(planned).into())])
        }
        None => context.words.fill("spine-done", &[("done", done.into())]),
    }
}

/// The number of the session after the last one.
pub(super) fn next_session(context: &ViewContext) -> u32 {
    context.course.last(context.now.unix_ms).map_or(1, |session| session.number + 1)
}

fn hope(context: &ViewContext, item: &Item) -> Option<HopeView> {
    let begun = |number: u32| {
        let mut sessions = context.course.sessions().iter();
        sessions.any(|session| session.number == number && session.start.unix_ms <= context.now.unix_ms)
    };
    let any_session =
        || context.course.last(context.now.unix_ms).is_some_and(|last| last.start.unix_ms > item.record.when.unix_ms);
    let (text, session, agreed, status, answer, shared) = match &item.record.body {
        Body::Intention(one) => {
            (&one.text, one.session, one.agreed.is_some(), GoalStatus::Open, &one.answer, &one.shared_with)
        }
        Body::Goal(one) => (&one.text, None, false, one.status, &one.answer, &one.shared_with),
        Body::Concern(one) => (&one.text, None, false, one.status, &one.answer, &one.shared_with),
        _ => return None,
    };
    let carried = match session {
        Some(session) => context.words.fill("intention-carried", &[("session", i64::from(session).into())]),
        None => context.words.say("intention-carried-on"),
    };
    Some(HopeView {
        id: item.id.to_string(),
        kind: item.record.body.kind().into(),
        text: text.clone(),
        session,
        agreed,
        status: status.into(),
        answer: answer.clone(),
        carried,
        can_answer: session.map_or_else(any_session, begun),
        shared: !shared.is_empty(),
    })
}
