//! The side-effect check: its questions, and the page in response to it. No text calls an effect normal.

use journal::arc;
use journal::effects::{self, Urgency, urgency, words};
use journal::record::{Body, Record, SideEffectCheck};
use protocol::RecordId;
use serde::Serialize;

use super::context::ViewContext;
use super::help::{HelpView, LineView};
use super::safety::{ShareOffer, offer};
use crate::Error;
use crate::entries::{EffectsForm, Slot, Suicidal};
use crate::messages::Catalogue;
use crate::phone::SideEffects;
use crate::store::recall;

/// Hours after a session during which the phone asks about driving on its day.
const DROVE_HOURS: i64 = 72;

/// The side-effect check, ready to be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct EffectsView {
    /// "How are body and mind?"
    pub title: String,
    /// The notice that this list is not a test and not a diagnosis.
    pub lead: String,
    /// "Is anything bothering you since the session?" Asked first; "no" is enough.
    pub question: String,
    /// The label of the answer "No".
    pub no: String,
    /// "Yes": opens the list.
    pub yes: String,
    /// The session that it follows, for the form.
    pub session: Option<u32>,
    /// The slot at which the phone asks, for the form; absent if none is due.
    pub slot: Option<Slot>,
    /// Whether it covers the time since the last check, for the form.
    pub again: bool,
    /// "What is it? Tap all that fits."
    pub which: String,
    /// The effects to tap.
    pub effects: Vec<EffectChoiceView>,
    /// "How strong is it?", for each tapped effect.
    pub how: String,
    /// A little, moderate, strong, each with its explanation.
    pub severities: Vec<SeverityView>,
    /// "Is it still there?"
    pub still: String,
    /// "Was it there before the session as well?"
    pub before: String,
    /// The hint for the text about something else.
    pub other_hint: String,
    /// "Did you drive …?" Absent if it is not asked.
    pub drove: Option<String>,
    /// The question about thoughts of death: last, on a page of its own. Only if a practice reviews the answers.
    pub suicidal: Option<SuicidalQuestion>,
    /// The notice that nobody reads entries live.
    pub not_watched: String,
}

/// A side effect to tap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct EffectChoiceView {
    /// The value to store in the form.
    pub value: String,
    /// Its label, in the person's language.
    pub label: String,
    /// Whether it is red at any severity: show the red page as soon as it is tapped.
    pub at_once: bool,
    /// Whether the person describes it in a text.
    pub worded: bool,
}

/// A severity to tap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SeverityView {
    /// The severity, from 1 to 3.
    pub value: u8,
    /// The label of the severity, such as "Moderate".
    pub label: String,
    /// "It got in the way of some things".
    pub means: String,
}

/// The question about thoughts of death or of self-harm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SuicidalQuestion {
    /// The question.
    pub question: String,
    /// No, yes, "I would rather not say".
    pub choices: Vec<SuicidalChoice>,
    /// The line shown for "I would rather not say": where help is.
    pub offer: String,
}

/// An answer to tap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SuicidalChoice {
    /// The answer to store in the form.
    pub choice: Suicidal,
    /// Its label, in the person's language.
    pub label: String,
}

/// The urgency of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum EffectLevel {
    /// A doctor should look at it today: shown above everything else, with numbers to call.
    Red,
    /// The practice has to know before the next session.
    Amber,
    /// Nothing of that.
    None,
}

/// The response to the effects marked so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct EffectsAdvice {
    /// The urgency of the marked effects.
    pub level: EffectLevel,
    /// "Please call somebody about this now".
    pub title: String,
    /// The text below the title.
    pub text: String,
}

/// The page that answers a check.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct EffectsAnswer {
    /// The id of the check, for sharing and for taps on this page.
    pub id: String,
    /// The urgency, title and text.
    pub said: EffectsAdvice,
    /// The marked effects that caused it: "Chest pain, or short of breath: moderate, still there".
    pub marked: Vec<String>,
    /// The emergency number, for red.
    pub emergency: Option<LineView>,
    /// The practice's numbers, in and outside of its hours: for red and amber.
    pub practice: Vec<LineView>,
    /// The practice's instructions as text, for red and amber.
    pub practice_words: Vec<String>,
    /// Other numbers of the region, such as a poison centre: for red.
    pub lines: Vec<LineView>,
    /// The readers of the check, or the notice that nobody sees it.
    pub sharing: String,
    /// "Let M. Osei see this": one for each relationship.
    pub share: Vec<ShareOffer>,
    /// The safety event that the answer about thoughts of death raised: show its page first.
    pub event: Option<String>,
    /// The line shown for "I would rather not say".
    pub offer: Option<String>,
}

impl SideEffects<'_> {
    /// The side-effect check for now. The client can make one at any time.
    pub fn effects_view(self) -> Result<EffectsView, Error> {
        let context = self.phone.view_context()?;
        let words = context.words;
        let tag = words.language().tag();
        let since = context.since_session();
        let ((due, made), protocol) = self.phone.store.read(|connection| {
            let cards = recall::items(connection, &["practice_card"], 10)?;
            let follows =
                cards.iter().any(|item| matches!(&item.record.body, Body::PracticeCard(card) if card.follows_up()));
            Ok((context.effects_due(connection)?, follows))
        })?;
        // At a follow-up it is about the session of months ago as well.
        let after = since.is_some() || due.is_some();
        let last = context.course.last(context.now.unix_ms).filter(|_| after);
        let drove =
            made.iter().any(|item| matches!(&item.record.body, Body::SideEffectCheck(check) if check.drove.is_some()));
        let asks_drove = !drove && context.course.running(context.now.unix_ms).is_none();
        let asks_drove = asks_drove && context.hours_after(DROVE_HOURS).is_some();
        let question = match (after, made.is_empty()) {
            (false, _) => "effects-any-time",
            (true, true) => "effects-since-session",
            (true, false) => "effects-since-check",
        };
        // Not on the day itself, when it is an effect of the drug.
        let fits = |one: &&str| **one != *UNREAL || since.is_none_or(|since| since >= 24 * HOUR);
        let effect = |id: &'static str| EffectChoiceView {
            value: id.into(),
            label: words::effect(id, tag),
            at_once: urgency::at_once(id, since),
            worded: id == OTHER,
        };
        let severity = |one: &words::Severity| SeverityView {
            value: one.value,
            label: words::in_language(&one.word, tag).to_owned(),
            means: words::in_language(&one.means, tag).to_owned(),
        };
        Ok(EffectsView {
            title: words.say("effects-title"),
            lead: words.say("effects-lead"),
            question: words.say(question),
            no: words.say("effects-no"),
            yes: words.say("effects-yes"),
            session: last.map(|session| session.number),
            slot: due.map(|due| due.slot.into()),
            again: after && !made.is_empty(),
            which: words.say("effects-which"),
            effects: urgency::ids().filter(fits).map(effect).collect(),
            how: words.say("effects-how"),
            severities: words::severities().iter().filter(|one| one.value > 0).map(severity).collect(),
            still: words.say("effects-still"),
            before: words.say("effects-before"),
            other_hint: words.say("effects-other-hint"),
            drove: asks_drove.then(|| words.say("effects-drove")),
            suicidal: protocol.then(|| suicidal(words)),
            not_watched: self.phone.sessions().not_watched(&context),
        })
    }

    /// The response to the effects marked so far, before the check is stored: a red one must not wait for "Done".
    pub fn effects_advice(self, form: &EffectsForm) -> Result<EffectsAdvice, Error> {
        let context = self.phone.view_context()?;
        let since = context.course.since(&context.now);
        Ok(advice(context.words, form.urgency(since), since))
    }

    /// The page that answers a check.
    pub fn effects_answer(self, id: RecordId) -> Result<EffectsAnswer, Error> {
        let context = self.phone.view_context()?;
        let words = context.words;
        let Record { when, body: Body::SideEffectCheck(check) } = self.phone.own_record(id)? else {
            return Err(Error::WrongKind);
        };
        let since = context.course.since(&when);
        let level = urgency::most(check.items.iter().map(Into::into), since);
        let HelpView { emergency, practice, practice_words, lines, .. } = self.phone.safety().help()?;
        let red = level == Some(Urgency::Now);
        let asks = arc::EffectView::of(&check, since).into_iter().filter(|one| one.level.is_some());
        let shared: Vec<String> = check.shared_with.iter().map(ToString::to_string).collect();
        let share = context.care.iter().map(|care| {
            let shared = shared.contains(&care.id);
            ShareOffer { shared, ..offer(&context, &care.id, "effects-share") }
        });
        Ok(EffectsAnswer {
            id: id.to_string(),
            said: advice(words, level, since),
            marked: asks.map(|one| effect_text(words, &one)).collect(),
            emergency: red.then_some(emergency),
            practice: if level.is_some() { practice } else { Vec::new() },
            practice_words: if level.is_some() { practice_words } else { Vec::new() },
            lines: if red { lines } else { Vec::new() },
            sharing: self.check_sharing(&context, id, &shared)?,
            share: share.collect(),
            event: self.event_if_yes(id, &check)?,
            offer: (check.suicidal == Some(journal::record::Suicidal::Unsaid)).then(|| words.say("low-mood-offer")),
        })
    }

    /// Who has seen a check, who can read it, and who gets it with the next sync; or that nobody sees it.
    fn check_sharing(self, context: &ViewContext, id: RecordId, shared: &[String]) -> Result<String, Error> {
        if shared.is_empty() {
            return Ok(context.words.say("effects-nobody"));
        }
        let (mut said, mut unseen) = (Vec::new(), Vec::new());
        for care in shared {
            match self.phone.safety().seen_at(care, &[id])? {
                Some(at) => said.push(context.of_those(
                    std::slice::from_ref(care),
                    "safety-seen",
                    &[("when", context.relative(at).into())],
                )),
                None => unseen.push(care.clone()),
            }
        }
        if !unseen.is_empty() {
            let readable = self.phone.readable_in(id)?;
            said.push(context.of_readers(&unseen, &readable, "effects-waiting", "effects-shared"));
        }
        Ok(said.join(" "))
    }

    fn event_if_yes(self, id: RecordId, check: &SideEffectCheck) -> Result<Option<String>, Error> {
        match check.suicidal {
            Some(journal::record::Suicidal::Yes) => {
                Ok(self.phone.safety().event_of(id)?.map(|event| event.to_string()))
            }
            _ => Ok(None),
        }
    }
}

const HOUR: i64 = 3_600_000;
const UNREAL: &str = "unreal";
const OTHER: &str = "other";

fn suicidal(words: &Catalogue) -> SuicidalQuestion {
    let choice = |choice, key: &str| SuicidalChoice { choice, label: words.say(key) };
    SuicidalQuestion {
        question: words.say("effects-suicidal"),
        choices: vec![
            choice(Suicidal::No, "effects-suicidal-no"),
            choice(Suicidal::Yes, "effects-suicidal-yes"),
            choice(Suicidal::Unsaid, "effects-suicidal-unsaid"),
        ],
        offer: words.say("low-mood-offer"),
    }
}

/// `since`: milliseconds since the last session began. Weeks later there may be no next one to refer to.
fn advice(words: &Catalogue, level: Option<Urgency>, since: Option<i64>) -> EffectsAdvice {
    let late = since.is_some_and(|since| since >= effects::DAYS * 24 * HOUR);
    let (level, title, text) = match level {
        Some(Urgency::Now) => (EffectLevel::Red, "effects-red-title", "effects-red"),
        Some(Urgency::BeforeNext) if late => (EffectLevel::Amber, "effects-amber-title", "effects-amber-soon"),
        Some(Urgency::BeforeNext) => (EffectLevel::Amber, "effects-amber-title", "effects-amber"),
        None => (EffectLevel::None, "effects-none-title", "effects-none"),
    };
    EffectsAdvice { level, title: words.say(title), text: words.say(text) }
}

/// All marked values of a check, line by line.
pub(super) fn all_text(words: &Catalogue, entry: &arc::Entry) -> Vec<String> {
    let drove = entry.drove.map(|drove| words.say(if drove { "effects-drove-yes" } else { "effects-drove-no" }));
    let suicidal = entry.suicidal.map(|answer| {
        let answer = words.say(&format!("effects-suicidal-{answer}"));
        words.fill("effects-suicidal-said", &[("answer", answer.into())])
    });
    entry.effects.iter().map(|one| effect_text(words, one)).chain(suicidal).chain(drove).collect()
}

/// "Headache: moderate, still there".
pub(super) fn effect_text(words: &Catalogue, one: &arc::EffectView) -> String {
    let tag = words.language().tag();
    let severity = one.severity.map(|severity| words::severity(severity, tag).to_lowercase());
    let still = one.still.map(|still| words.say(if still { "effects-still-there" } else { "effects-over" }));
    let before = one.before.filter(|before| *before).map(|_| words.say("effects-as-before"));
    let how: Vec<String> = [severity, still, before].into_iter().flatten().collect();
    let effect = words::effect(&one.effect, tag);
    match how.is_empty() {
        true => effect,
        false => words.fill("effects-said", &[("effect", effect.into()), ("how", how.join(", ").into())]),
    }
}
