//! The Today screen: the position in the journey, the one thing to do now, and intentions.

use journal::brief::caseload::VERY_LOW;
use journal::record::{Body, PracticeCard};
use serde::Serialize;

use super::check_in::key;
use super::context::{AppointmentView, PlaceView, ViewContext};
use super::safety::SafetyCard;
use super::session::{HopeView, next_session, spine};
use crate::entries::{DraftView, Form, Slot};
use crate::phone::{Pages, Safety};
use crate::store::{collections, recall, settings};
use crate::{Error, Status};

/// How long an unfinished draft is offered on Today.
const DRAFT_DAYS: i64 = 7;

/// The Today screen.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct TodayView {
    /// The date of today, such as "Thursday, February 12".
    pub date: String,
    /// The position in the journey: "4 days after session 2".
    pub place: PlaceView,
    /// "2 of 6 sessions".
    pub spine: String,
    /// The number of sessions so far.
    pub done: u32,
    /// The number of planned sessions in the current series, if known.
    pub planned: Option<u32>,
    /// The next appointment, if any.
    pub next: Option<AppointmentView>,
    /// For three days after a safety answer that the person has not dismissed: a card above everything else.
    pub safety: Option<SafetyCard>,
    /// The one suggestion for now, by the position in the journey.
    pub fits: FitView,
    /// Intentions carried forward: those of the next session or, after one, its own.
    pub intentions: Vec<HopeView>,
    /// News: replies, conflicts and more. Empty if there is none.
    pub news: Vec<NewsView>,
    /// For two weeks after a session: "Nothing big has to be decided now."
    pub care: Option<String>,
    /// For three days after a session: the practice's advice for these hours, or a general text of the app without one.
    pub aftercare: Option<String>,
    /// The sync status.
    pub status: Status,
}

/// The kind of the one suggestion on the Today screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// A session is in progress: nothing is suggested.
    Session,
    /// No suggestion: the person asked for space.
    Rest,
    /// A check-in after a session.
    CheckIn,
    /// The side-effect check after a session.
    Effects,
    /// An unfinished draft.
    Draft,
    /// A measure that is due.
    Measure,
    /// A step that a therapist suggests.
    Suggestion,
    /// An appointment within a day: what to talk about there.
    Talk,
    /// A step for today.
    Step,
    /// An intention for an upcoming session.
    Intention,
    /// A prompt, or just writing.
    Prompt,
}

/// The one suggestion for now. A tap on it opens `target`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct FitView {
    /// The kind of the offer.
    pub fit: Fit,
    /// "A day on".
    pub title: String,
    /// One or two sentences.
    pub text: String,
    /// For a draft, a step, a suggestion or a meeting its id; for a measure the instrument; for a prompt its id; for an
    /// intention, a check-in or a side-effect check the session's number.
    pub target: Option<String>,
    /// The slot of the check-in, if it is one.
    pub slot: Option<Slot>,
    /// The assignment that it answers.
    pub assignment: Option<String>,
}

/// A piece of news on the Today screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct NewsView {
    /// `alarm` (the server's state is inconsistent: the page of readers has more), `readers` (on a new phone: the
    /// person has to confirm the readers), `reader`, `replies`, `conflicts` or `unshared`.
    pub kind: String,
    /// "A reply has come."
    pub said: String,
    /// The number of items.
    pub count: u32,
    /// For `unshared` the entry with the result; for `reader` the relationship.
    pub target: Option<String>,
}

impl Pages<'_> {
    /// The Today screen.
    pub fn today(self) -> Result<TodayView, Error> {
        let context = self.phone.view_context()?;
        let words = context.words;
        let now = context.now.unix_ms;
        let series = context.course.series_at(now);
        let begun = |session: &&journal::arc::Session| session.start.unix_ms <= now;
        let sessions = series.map_or(context.course.sessions(), |series| context.course.sessions_of(series));
        let done = sessions.iter().filter(begun).count();
        let planned = series.and_then(|series| series.planned);
        let hopes = self.phone.sessions().hopes_in(&context)?;
        let last = context.course.last(now);
        let carried = |hope: &HopeView| match (hope.session, last) {
            (Some(session), Some(last)) => session >= last.number,
            (Some(_), None) => true,
            (None, _) => hope.answer.is_empty(),
        };
        Ok(TodayView {
            date: words.day(context.today, context.today),
            place: context.place(&context.now),
            spine: spine(&context, done, planned),
            done: done as u32,
            planned,
            next: context.ahead().into_iter().next(),
            safety: self.phone.safety().safety_card(&context)?,
            fits: self.fits(&context, &hopes.intentions)?,
            intentions: hopes.intentions.into_iter().filter(carried).take(3).collect(),
            // During a session nothing on the phone needs the person.
            news: if context.course.running(now).is_some() { Vec::new() } else { self.news(&context)? },
            care: context.no_big_decisions().filter(|_| context.course.running(now).is_none()),
            aftercare: self.aftercare_in(&context)?,
            status: self.phone.sync().status()?,
        })
    }

    fn news(self, context: &ViewContext) -> Result<Vec<NewsView>, Error> {
        let (replies, conflicts) = (self.new_replies()?, self.phone.entries().conflicts()?.len() as u32);
        let news = |kind: &str, key: &str, count: u32| NewsView {
            kind: kind.into(),
            said: context.words.fill(key, &[("count", i64::from(count).into())]),
            count,
            target: None,
        };
        let undecided = self.phone.safety().undecided_measures(context)?;
        let unshared = undecided.into_iter().map(|(id, title)| NewsView {
            kind: "unshared".into(),
            said: context.words.fill("news-unshared", &[("title", title.into())]),
            count: 1,
            target: Some(id.to_string()),
        });
        // A new reader is shown for a week, so that the person notices one that was added on the unlocked phone.
        let bonds = self.phone.store.read(collections::bonds)?.into_iter();
        let recent = bonds.filter(|bond| bond.is_open() && bond.since.unix_ms > context.now.unix_ms - 7 * 86_400_000);
        let readers = recent.map(|bond| {
            let weekday = context.words.weekday(bond.since.local_day());
            let parts = [("weekday", weekday.into()), ("therapist", bond.name.as_str().into())];
            NewsView {
                kind: "reader".into(),
                said: context.words.fill("news-reader", &parts),
                count: 1,
                target: Some(bond.care.to_string()),
            }
        });
        // On a new phone nothing is shared before the person has confirmed the readers, so the request must be on
        // Today.
        let asked = self.phone.care().readers_question()?.map(|said| NewsView {
            kind: "readers".into(),
            said,
            count: 1,
            target: None,
        });
        let alarms = self.phone.care().alarms()?.into_iter().map(|said| NewsView {
            kind: "alarm".into(),
            said,
            count: 1,
            target: None,
        });
        let all = [news("replies", "news-replies", replies), news("conflicts", "news-conflicts", conflicts)];
        Ok(alarms
            .chain(asked)
            .chain(readers)
            .chain(all.into_iter().filter(|news| news.count > 0))
            .chain(unshared)
            .collect())
    }

    /// The one thing to do now, in a fixed order: rest, check-in, side-effect check, drafts, requests of a therapist,
    /// upcoming events, steps for today, and otherwise a prompt.
    fn fits(self, context: &ViewContext, intentions: &[HopeView]) -> Result<FitView, Error> {
        if let Some(rest) = self.rest_fit(context)? {
            return Ok(rest);
        }
        if let Some(check) = self.check_fit(context)? {
            return Ok(check);
        }
        if let Some(begun) = self.draft_fit(context)? {
            return Ok(begun);
        }
        if let Some(due) = self.measure_fit(context)? {
            return Ok(due);
        }
        let words = context.words;
        let steps = self.phone.sessions().steps_in(context)?;
        if let Some(suggestion) = steps.suggestions.into_iter().next() {
            let title = context.of_therapist("fits-suggestion-title", &[]);
            return Ok(fit(Fit::Suggestion, title, suggestion.text, Some(suggestion.id)));
        }
        let next = context.ahead().into_iter().next();
        if let Some(next) = next.filter(|next| next.unix_ms - context.now.unix_ms < 86_400_000) {
            return Ok(fit(Fit::Talk, next.said, words.say("fits-talk-text"), Some(next.id)));
        }
        if let Some(step) = steps.active.into_iter().find(|step| step.waits_today) {
            return Ok(fit(Fit::Step, words.say("fits-step-title"), step.text, Some(step.id)));
        }
        match intention_fit(context, intentions) {
            Some(intention) => Ok(intention),
            None => self.prompt_fit(context),
        }
    }

    /// No suggestion: a session is in progress, or the person asked for space today.
    fn rest_fit(self, context: &ViewContext) -> Result<Option<FitView>, Error> {
        let words = context.words;
        if context.course.running(context.now.unix_ms).is_some() {
            let title = words.say("session-running-title");
            return Ok(Some(fit(Fit::Session, title, words.say("session-running"), None)));
        }
        let (written, not_today) = self.phone.store.read(|connection| {
            let not_today: Option<i64> = settings::get_json(connection, settings::NOT_TODAY)?;
            Ok((context.written(connection)?, not_today))
        })?;
        let day = |at: i64| journal::arc::calendar::day(context.zone.as_ref(), at);
        let space = written.iter().any(|one| one.needs_space && day(one.at) == context.today);
        if !space && not_today != Some(context.today) {
            return Ok(None);
        }
        // "Nothing is waiting" would be a poor answer to a very low mood.
        let low = self.mood_of_today(context)?.is_some_and(|mood| mood <= VERY_LOW);
        let text = words.say(if low { "fits-rest-low" } else { "fits-rest-text" });
        Ok(Some(fit(Fit::Rest, words.say("fits-rest-title"), text, None)))
    }

    /// The check-in after a session or, if none is due, the side-effect check.
    fn check_fit(self, context: &ViewContext) -> Result<Option<FitView>, Error> {
        let words = context.words;
        if let Some(plan) = self.phone.sessions().check_in_due(context)? {
            let last = context.course.last(context.now.unix_ms);
            let days = last.map_or(0, |last| (context.today - last.start.local_day()).max(0));
            let parts = [("slot", key(plan.slot).into()), ("days", days.into())];
            let title = words.fill("fits-check_in-title", &parts);
            let target = Some(plan.session.to_string());
            let slot = Some(plan.slot.into());
            let text = words.say("fits-check_in-text");
            return Ok(Some(FitView { slot, ..fit(Fit::CheckIn, title, text, target) }));
        }
        let (due, _) = self.phone.store.read(|connection| context.effects_due(connection))?;
        Ok(due.map(|due| {
            let (title, text) = (words.say("effects-title"), words.say("fits-effects-text"));
            let slot = Some(due.slot.into());
            FitView { slot, ..fit(Fit::Effects, title, text, Some(due.session.to_string())) }
        }))
    }

    fn draft_fit(self, context: &ViewContext) -> Result<Option<FitView>, Error> {
        let words = context.words;
        let recent = |draft: &DraftView| context.now.unix_ms - draft.saved_at < DRAFT_DAYS * 86_400_000;
        let begun = self.phone.entries().drafts()?.into_iter().find(recent);
        Ok(begun.map(|draft| {
            let text = first_words_of(&draft.form).map_or_else(|| words.say("fits-draft-text"), String::from);
            fit(Fit::Draft, words.say("fits-draft-title"), text, Some(draft.id))
        }))
    }

    fn measure_fit(self, context: &ViewContext) -> Result<Option<FitView>, Error> {
        let words = context.words;
        let due = self.phone.measures().measures_due(context)?.into_iter().next();
        Ok(due.map(|due| {
            let title = words.fill("fits-measure-title", &[("title", due.title.as_str().into())]);
            let therapist = context.therapist().unwrap_or("none");
            let text = words.fill("fits-measure-text", &[("therapist", therapist.into())]);
            FitView { assignment: due.assignment, ..fit(Fit::Measure, title, text, Some(due.instrument)) }
        }))
    }

    /// A prompt or, if there is none, just writing.
    fn prompt_fit(self, context: &ViewContext) -> Result<FitView, Error> {
        let words = context.words;
        let prompt = self.phone.entries().prompts_in(context, None)?.into_iter().next();
        let (text, target, assignment) = match prompt {
            Some(prompt) => (prompt.text, Some(prompt.id), prompt.assignment),
            None => (words.say("write-placeholder"), None, None),
        };
        Ok(FitView { assignment, ..fit(Fit::Prompt, words.say("fits-prompt-title"), text, target) })
    }

    /// The advice for the hours after a session, during its first three days.
    pub(super) fn aftercare_in(self, context: &ViewContext) -> Result<Option<String>, Error> {
        if context.hours_after(72).is_none() {
            return Ok(None);
        }
        self.on_the_cards(|card| &card.aftercare, context.words.say("aftercare-default")).map(Some)
    }

    /// A text of the practice cards, or a default if none has it.
    pub(super) fn on_the_cards(self, text: fn(&PracticeCard) -> &String, default: String) -> Result<String, Error> {
        let cards = self.phone.store.read(|connection| recall::items(connection, &["practice_card"], 10))?;
        let own = cards.iter().filter_map(|item| match &item.record.body {
            Body::PracticeCard(card) => Some(text(card).trim()),
            _ => None,
        });
        let own: Vec<&str> = own.filter(|text| !text.is_empty()).collect();
        Ok(if own.is_empty() { default } else { own.join("\n") })
    }
}

impl Safety<'_> {
    /// The line shown after a very low rating in any form: where help is.
    pub fn low_mood_line(self, mood: Option<u8>) -> Option<String> {
        mood.filter(|mood| *mood <= VERY_LOW).map(|_| self.phone.words().say("low-mood-offer"))
    }
}

impl Pages<'_> {
    /// The last rating of today, if there is one.
    fn mood_of_today(self, context: &ViewContext) -> Result<Option<u8>, Error> {
        let from = context.now.unix_ms.saturating_sub(86_400_000);
        let items = self
            .phone
            .store
            .read(|connection| recall::items_since(connection, &["reflection", "check_in"], from, 100))?;
        let mood = |item: &journal::arc::Item| match &item.record.body {
            Body::Reflection(entry) => entry.mood,
            Body::CheckIn(entry) => entry.mood,
            _ => None,
        };
        let today = |item: &&journal::arc::Item| item.record.when.local_day() == context.today;
        Ok(items.iter().filter(today).find_map(mood))
    }

    /// Replies that arrived since the person last looked at them.
    fn new_replies(self) -> Result<u32, Error> {
        let seen = self.phone.sharing().replies_seen()?;
        let replies = self.phone.store.read(|connection| recall::items_since(connection, &["reply"], seen + 1, 100))?;
        Ok(replies.len() as u32)
    }
}

/// The first line of a form, to recognize it by. A text about harm is not shown where others may look.
fn first_words_of(form: &Form) -> Option<&str> {
    let text = match form {
        Form::Reflection { writing } if !writing.withheld => &writing.text,
        Form::CheckIn { check_in } => &check_in.text,
        Form::Session { session } => &session.first_words,
        Form::Intention { intention } => &intention.text,
        Form::Goal { goal } => &goal.text,
        Form::Concern { concern } => &concern.text,
        Form::Step { step } => &step.text,
        _ => return None,
    };
    text.lines().map(str::trim).find(|line| !line.is_empty())
}

fn fit(fit: Fit, title: String, text: String, target: Option<String>) -> FitView {
    FitView { fit, title, text, target, slot: None, assignment: None }
}

/// The intention for the next session, if the session is near and has none.
fn intention_fit(context: &ViewContext, intentions: &[HopeView]) -> Option<FitView> {
    let number = next_session(context);
    let near = context
        .ahead()
        .into_iter()
        .any(|ahead| ahead.purpose == "dosing" && ahead.unix_ms - context.now.unix_ms < 7 * 86_400_000);
    if !near || intentions.iter().any(|hope| hope.session == Some(number)) {
        return None;
    }
    let title = context.words.fill("fits-intention-title", &[("session", i64::from(number).into())]);
    let text = context.words.say("fits-intention-text");
    Some(fit(Fit::Intention, title, text, Some(number.to_string())))
}
