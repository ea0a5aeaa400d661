//! The writing screen: free text first, a prompt on request.

use std::sync::LazyLock;

use journal::arc::prompts::{self, Asked, Offer, Prompt, Situation, Source};
use journal::arc::{Item, assignments, journey, own};
use journal::record::{Body, Phase, Task};
use serde::{Deserialize, Serialize};

use super::choices::{self, Choice};
use super::context::ViewContext;
use crate::entries::prompts::{prompt_text, set};
use crate::entries::{DraftView, Slot};
use crate::phone::Entries;
use crate::store::{recall, settings};
use crate::{Error, View};

/// How many skipped prompts are remembered.
const REMEMBERED: usize = 200;

static BUILT_IN: LazyLock<Vec<Prompt>> = LazyLock::new(|| prompts::read(prompts::BUILT_IN).unwrap_or_default());

/// The content of the writing screen.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct WriteView {
    /// The prompts for now, best first: the first is offered, the rest are "another one".
    pub prompts: Vec<PromptView>,
    /// "Whatever is here. A few words are enough."
    pub placeholder: String,
    /// "Three words count as an entry."
    pub hint: String,
    /// Unfinished drafts, the last saved first.
    pub drafts: Vec<DraftView>,
    /// Lenses: `insight`, `emotion`, `imagery`, `body`, `relationship`, `perspective`.
    pub themes: Vec<Choice>,
    /// How one may be.
    pub states: Vec<Choice>,
    /// Places in the body.
    pub body: Vec<Choice>,
    /// Sensations for a place in the body.
    pub sensations: Vec<Choice>,
    /// The notice that nobody reads entries live; it stays beside the text.
    pub not_watched: String,
    /// For two days after a session: "Big decisions can wait a day or two."
    pub care: Option<String>,
    /// The line shown when a mood of 0 or 1 is tapped.
    pub low_mood: String,
}

/// A prompt. Answering is optional.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct PromptView {
    /// The id that an entry stores.
    pub id: String,
    /// The text, as it was written.
    pub text: String,
    /// "From your practice"; empty for a built-in one.
    pub source_text: String,
    /// The lens that it looks through.
    pub theme: Option<String>,
    /// The check-in that it belongs to.
    pub slot: Option<Slot>,
    /// The assignment that it answers.
    pub assignment: Option<String>,
}

/// A prompt that was skipped on this phone.
#[derive(Serialize, Deserialize)]
struct Skipped {
    prompt: String,
    at: i64,
}

impl Entries<'_> {
    /// What the editor offers now.
    pub fn write_view(self) -> Result<WriteView, Error> {
        let context = self.phone.view_context()?;
        let words = context.words;
        let fresh = context.is_suggestible();
        Ok(WriteView {
            prompts: self.prompts_in(&context, None)?,
            placeholder: words.say("write-placeholder"),
            hint: words.say("write-hint-tired"),
            drafts: self.drafts()?,
            themes: choices::themes(words),
            states: choices::states(words),
            body: choices::body(words),
            sensations: choices::sensations(words),
            not_watched: self.phone.sessions().not_watched(&context),
            care: fresh.then(|| words.say("big-decisions")),
            low_mood: words.say("low-mood-offer"),
        })
    }

    /// The prompts for now, those with a lens (a theme of [`WriteView::themes`]) first. A lens without prompts changes
    /// nothing.
    pub fn prompts(self, lens: Option<&str>) -> Result<Vec<PromptView>, Error> {
        self.prompts_in(&self.phone.view_context()?, lens)
    }

    /// Skips a prompt: it is not offered again soon.
    pub fn skip_prompt(self, id: &str) -> Result<(), Error> {
        let at = self.phone.clock.now().unix_ms;
        self.phone.store.write::<_, Error>(|connection| {
            let mut skipped: Vec<Skipped> = settings::get_json(connection, settings::SKIPPED)?.unwrap_or_default();
            skipped.push(Skipped { prompt: id.into(), at });
            let from = skipped.len().saturating_sub(REMEMBERED);
            Ok(settings::set_json(connection, settings::SKIPPED, &&skipped[from..])?)
        })?;
        self.phone.changed(View::Today);
        Ok(())
    }

    /// The current text of a prompt; `None` for an unknown one. An entry contains the text of its prompt if it is not a
    /// built-in one.
    pub fn prompt_words(self, id: &str) -> Result<Option<String>, Error> {
        let language = self.phone.language().tag();
        let theirs = self.phone.store.read(|connection| prompt_text(connection, id, language))?;
        let ours = || BUILT_IN.iter().find(|one| one.id == id).map(|one| one.words(language).to_owned());
        Ok(theirs.or_else(ours))
    }

    /// Whether the person described the last session as hard.
    fn last_was_hard(self, context: &ViewContext) -> Result<bool, Error> {
        let Some(last) = context.course.last(context.now.unix_ms) else { return Ok(false) };
        let Some((_, own)) = self.phone.sessions().session_numbered(last.number)? else { return Ok(false) };
        let Some(id) = own else { return Ok(false) };
        let Body::DosingSession(session) = self.phone.own_record(id)?.body else { return Ok(false) };
        Ok(session.qualities.iter().any(|one| prompts::HARD_QUALITIES.contains(&one.as_str())))
    }

    pub(super) fn prompts_in(self, context: &ViewContext, lens: Option<&str>) -> Result<Vec<PromptView>, Error> {
        let due = self.phone.sessions().check_in_due(context)?;
        let (written, others, skipped) = self.phone.store.read(|connection| {
            let written = recall::items(connection, &["reflection", "check_in"], 500)?;
            let others = recall::items(connection, &["prompt_set", "assignment", "measure_response"], 500)?;
            let skipped: Vec<Skipped> = settings::get_json(connection, settings::SKIPPED)?.unwrap_or_default();
            Ok((written, others, skipped))
        })?;
        let place = context.course.place(&context.now);
        let rough = self.last_was_hard(context)?;
        let built_in: Vec<Prompt> = BUILT_IN.iter().filter(|one| rough || !one.rough).cloned().collect();
        let mood = |item: &Item| match &item.record.body {
            Body::Reflection(one) => Some((item.record.when.unix_ms, one.mood?)),
            Body::CheckIn(one) => Some((item.record.when.unix_ms, one.mood?)),
            _ => None,
        };
        let (now, zone) = (context.now.unix_ms, context.zone.as_ref());
        let meetings = context.plain_meetings();
        let closing = journey::whereabouts(&context.course, &meetings, now, zone).closing;
        let language = context.words.language().tag();
        let situation = Situation {
            now,
            phase: if closing { Phase::Closing } else { place.phase },
            day: place.day,
            session_end: context.course.last(now).map(|session| session.end),
            slot: due.map(|plan| plan.slot),
            before_session: journey::before_session(&context.course, &meetings, now, zone),
            mood: written.iter().find_map(mood),
            lens,
            language,
        };
        let mut asked = prompts::answered(&written);
        asked.extend(skipped.into_iter().map(|one| Asked { prompt: one.prompt, at: one.at, answered: false }));
        let own = own::prompts(others.iter().filter_map(set), language);
        let all: Vec<Item> = written.into_iter().chain(others).collect();
        let waiting = assignments::waiting(&all, Task::Prompt, &context.course, &meetings, now, zone);
        let offers = prompts::offers(&built_in, &own, &waiting, &asked, &situation);
        Ok(offers.into_iter().map(|offer| view(context, offer)).collect())
    }
}

fn view(context: &ViewContext, offer: Offer) -> PromptView {
    PromptView {
        source_text: match offer.source {
            Source::Assigned => context.of_therapist("prompt-from-therapist", &[]),
            Source::Practice => context.words.say("prompt-from-practice"),
            Source::BuiltIn => String::new(),
        },
        id: offer.id,
        text: offer.text,
        theme: offer.theme,
        slot: offer.slot.map(Slot::from),
        assignment: offer.assignment,
    }
}
