//! Prompts: selects the questions for now.
//!
//! Free text comes first. A prompt is an offer: the client can skip it, and it is then not offered again soon. Built-in
//! prompts are data (`journal/data/prompts.json`); a practice's own sets and a therapist's assigned prompts are
//! records. The same input gives the same prompt.

use std::collections::BTreeMap;

use protocol::RecordId;
use serde::{Deserialize, Serialize};

use super::Item;
use super::assignments::Waiting;
use super::calendar::{DAY_MS, HOUR_MS};
use crate::record::{Body, Phase, Slot};

/// Hours after a session without prompts that ask for a decision, in any phase.
pub const SUGGESTIBLE_HOURS: i64 = 48;
/// Days after a session in which big decisions should be talked through first.
pub const DECISION_DAYS: i64 = 14;
/// At or below this mood, gentle prompts are preferred.
pub const LOW_MOOD: u8 = 3;
/// How long a mood rating counts as current.
pub const MOOD_HOURS: i64 = 72;
/// How long a skipped prompt is not offered again, if there are others.
pub const SKIPPED_DAYS: i64 = 14;

/// A prompt in all its languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Prompt {
    /// Its id, such as `after.24h`. Entries refer to it.
    pub id: String,
    /// The phases that it fits; any if empty.
    #[serde(default)]
    pub phases: Vec<Phase>,
    /// The check-in that it fits.
    #[serde(default)]
    pub slot: Option<Slot>,
    /// The days after a session (or, negative, before the first) on which it fits, inclusive.
    #[serde(default)]
    pub days: Option<(i64, i64)>,
    /// Whether it fits in the days before the next session.
    #[serde(default)]
    pub before_session: bool,
    /// Its lens: one of the themes of an entry.
    #[serde(default)]
    pub theme: Option<String>,
    /// Whether it is gentle enough for a low day.
    #[serde(default)]
    pub soft: bool,
    /// Asks for a decision or a change: not in the first [`SUGGESTIBLE_HOURS`].
    #[serde(default)]
    pub decides: bool,
    /// Fits only if the last session was rough or frightening.
    #[serde(default)]
    pub rough: bool,
    /// The text by BCP 47 language.
    pub text: BTreeMap<String, String>,
}

/// The source of the prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Assigned by the therapist to this client.
    Assigned,
    /// From the practice's own set.
    Practice,
    /// Built in.
    BuiltIn,
}

/// A prompt to offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// Its id. Entries refer to it.
    pub id: String,
    /// The text, in the client's language if available.
    pub text: String,
    /// The source of the prompt.
    pub source: Source,
    /// Its lens, if any.
    pub theme: Option<String>,
    /// The check-in that it belongs to.
    pub slot: Option<Slot>,
    /// The assignment that it answers.
    pub assignment: Option<String>,
}

/// A prompt that was offered before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its id.
    pub prompt: String,
    /// When: milliseconds since the Unix epoch.
    pub at: i64,
    /// Whether it was answered; otherwise it was skipped.
    pub answered: bool,
}

/// The input of the selection.
#[derive(Clone, Debug)]
pub struct Situation<'a> {
    /// Now: milliseconds since the Unix epoch.
    pub now: i64,
    /// The phase, as in [`super::ArcPlace`]; [`Phase::Closing`] when [`whereabouts`](super::journey::whereabouts) says
    /// that it is time to look back over the series.
    pub phase: Phase,
    /// Calendar days since the session, as [`super::ArcPlace`] counts them.
    pub day: Option<i64>,
    /// When the last session that has begun ended: milliseconds since the Unix epoch. It may be in the future.
    pub session_end: Option<i64>,
    /// The check-in that is open now.
    pub slot: Option<Slot>,
    /// Whether the next session is near.
    pub before_session: bool,
    /// The last mood, and when.
    pub mood: Option<(i64, u8)>,
    /// The lens that the client chose, if any.
    pub lens: Option<&'a str>,
    /// The language as BCP 47: `en`, `de-AT`.
    pub language: &'a str,
}

#[derive(Deserialize)]
struct Pack {
    prompts: Vec<Prompt>,
}

/// The built-in prompts, parsed from their data file. The data is a parameter, so that programs without prompts do not
/// include it; phones pass [`BUILT_IN`].
pub fn read(json: &str) -> Result<Vec<Prompt>, serde_json::Error> {
    Ok(serde_json::from_str::<Pack>(json)?.prompts)
}

/// The data file of the built-in prompts.
pub const BUILT_IN: &str = include_str!("../../data/prompts.json");

/// The prompts that the entries among these records have answered. Only the phone knows skipped ones.
pub fn answered(items: &[Item]) -> Vec<Asked> {
    let asked = items.iter().filter_map(|item| match &item.record.body {
        Body::Reflection(entry) => {
            let prompt = entry.assignment.map(assigned_id).or_else(|| entry.prompt.clone())?;
            Some(Asked { prompt, at: item.record.when.unix_ms, answered: true })
        }
        _ => None,
    });
    asked.collect()
}

/// Whether the person is in a session or in the suggestible hours after it, in any phase. `session_end` is the end of the
/// last session that has begun; it may be in the future.
pub fn suggestible(session_end: Option<i64>, now: i64) -> bool {
    session_end.is_some_and(|end| now < end.saturating_add(SUGGESTIBLE_HOURS * HOUR_MS))
}

/// Qualities of a hard session.
pub const HARD_QUALITIES: [&str; 6] = ["rough", "fear", "confusion", "unreal", "unwell", "unwanted"];

/// The id of an assigned prompt.
pub fn assigned_id(assignment: RecordId) -> String {
    format!("{ASSIGNED}{assignment}")
}

/// The assignment of a prompt's id.
pub fn assignment_of(prompt: &str) -> Option<RecordId> {
    prompt.strip_prefix(ASSIGNED)?.parse().ok()
}

const ASSIGNED: &str = "assigned.";

impl Prompt {
    /// The text in a language, else in English, else in any language.
    pub fn words(&self, language: &str) -> &str {
        let find = |wanted: &str| self.text.iter().find(|(known, _)| base(known) == base(wanted));
        let any = || self.text.iter().next();
        find(language).or_else(|| find("en")).or_else(any).map(|(_, words)| words.as_str()).unwrap_or_default()
    }

    fn offer(&self, source: Source, language: &str) -> Offer {
        Offer {
            id: self.id.clone(),
            text: self.words(language).into(),
            source,
            theme: self.theme.clone(),
            slot: self.slot,
            assignment: None,
        }
    }

    /// Whether it may be offered now.
    fn may(&self, now: &Situation<'_>) -> bool {
        !(self.decides && (now.phase == Phase::SessionDay || suggestible(now.session_end, now.now)))
    }

    /// How well it fits: lower is better; `None` if it does not fit.
    fn fit(&self, now: &Situation<'_>) -> Option<u8> {
        if let Some((from, to)) = self.days
            && !now.day.is_some_and(|day| (from..=to).contains(&day))
        {
            return None;
        }
        let phase = self.phases.contains(&now.phase);
        match self.slot {
            Some(slot) if now.slot == Some(slot) => Some(0),
            Some(_) => None,
            None if self.before_session => now.before_session.then_some(1),
            None if phase => Some(if self.days.is_some() { 2 } else { 3 }),
            None if self.phases.is_empty() => Some(4),
            None => None,
        }
    }
}

/// The prompts for now, best first: the first is offered, the rest are "another prompt".
///
/// Order: assigned prompts; prompts with the chosen lens; on a low day, gentle prompts; prompts for this time before
/// general ones; prompts that were asked less often; a practice's own before built-in ones. Skipped prompts come last,
/// and the prompt that was offered last is excluded.
pub fn offers(
    built_in: &[Prompt],
    own: &[Prompt],
    assigned: &[Waiting<'_>],
    asked: &[Asked],
    now: &Situation<'_>,
) -> Vec<Offer> {
    let last = asked.iter().filter(|asked| asked.at <= now.now).max_by_key(|asked| asked.at);
    let running = |id: &str| last.is_some_and(|last| last.prompt == id);
    let low = now
        .mood
        .is_some_and(|(at, mood)| mood <= LOW_MOOD && (0..MOOD_HOURS * HOUR_MS).contains(&now.now.saturating_sub(at)));

    let mut offers: Vec<(Rank, Offer)> = Vec::new();
    for (order, waiting) in assigned.iter().enumerate() {
        let Some(offer) = assigned_offer(waiting, built_in, own, now.language) else { continue };
        if running(&offer.id) {
            continue;
        }
        let past = Past::of(&offer.id, asked, now.now);
        offers.push((
            Rank { skipped: past.skipped, aside: false, hard: false, fit: 0, times: 0, last: 0, source: 0, order },
            offer,
        ));
    }
    let sets = [(Source::Practice, own), (Source::BuiltIn, built_in)];
    for (source, prompt) in sets.into_iter().flat_map(|(source, set)| set.iter().map(move |prompt| (source, prompt))) {
        let Some(fit) = prompt.fit(now).filter(|_| prompt.may(now) && !running(&prompt.id)) else { continue };
        // A practice may reword a built-in prompt under the same id: its text wins.
        if offers.iter().any(|(_, offer)| offer.id == prompt.id) {
            continue;
        }
        let past = Past::of(&prompt.id, asked, now.now);
        let rank = Rank {
            skipped: past.skipped,
            aside: now.lens.is_some_and(|lens| prompt.theme.as_deref() != Some(lens)),
            hard: low && !prompt.soft,
            fit,
            times: past.times,
            last: past.last,
            source: source as u8,
            order: offers.len(),
        };
        offers.push((rank, prompt.offer(source, now.language)));
    }
    offers.sort_by_key(|(rank, offer)| (rank.skipped, offer.source != Source::Assigned, *rank));
    offers.into_iter().map(|(_, offer)| offer).collect()
}

/// The offer of an assigned prompt, in the therapist's words if there are any. `None` without a text.
fn assigned_offer(waiting: &Waiting<'_>, built_in: &[Prompt], own: &[Prompt], language: &str) -> Option<Offer> {
    let known = waiting.task.prompt.as_deref().and_then(|id| own.iter().chain(built_in).find(|one| one.id == id));
    let own_words = waiting.task.text.trim();
    let text = match known {
        Some(prompt) if own_words.is_empty() => prompt.words(language),
        _ => own_words,
    };
    if text.is_empty() {
        return None;
    }
    Some(Offer {
        id: assigned_id(waiting.id),
        text: text.into(),
        source: Source::Assigned,
        theme: known.and_then(|prompt| prompt.theme.clone()),
        slot: None,
        assignment: Some(waiting.id.to_string()),
    })
}

/// The sort key, most significant field first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    skipped: bool,
    aside: bool,
    hard: bool,
    fit: u8,
    times: usize,
    source: u8,
    last: i64,
    order: usize,
}

struct Past {
    times: usize,
    last: i64,
    skipped: bool,
}

impl Past {
    fn of(id: &str, asked: &[Asked], now: i64) -> Self {
        let mine = || asked.iter().filter(|asked| asked.prompt == id && asked.at <= now);
        let last = mine().max_by_key(|asked| asked.at);
        Self {
            times: mine().count(),
            last: last.map_or(i64::MIN, |last| last.at),
            skipped: last.is_some_and(|last| !last.answered && now.saturating_sub(last.at) < SKIPPED_DAYS * DAY_MS),
        }
    }
}

pub(super) fn base(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
