//! Prompts: which question fits now.
//!
//! Free text comes first and a prompt is an offer: it can be skipped, and what was skipped does not come again soon.
//! Built-in prompts are data (`journal/data/prompts.json`); a practice's own sets and what a therapist assigned are
//! records. The same input gives the same prompt.

use std::collections::BTreeMap;

use protocol::RecordId;
use serde::{Deserialize, Serialize};

use super::Item;
use super::assignments::Waiting;
use super::calendar::{DAY_MS, HOUR_MS};
use crate::record::{Body, Phase, Slot};

/// For how long after a session no prompt asks for a decision, whatever the phase is.
pub const SUGGESTIBLE_HOURS: i64 = 48;
/// For how many days after a session a big decision is better talked through first.
pub const DECISION_DAYS: i64 = 14;
/// At or below this mood, prompts are softer.
pub const LOW_MOOD: u8 = 3;
/// How long a mood counts as the present one.
pub const MOOD_HOURS: i64 = 72;
/// For how long a skipped prompt is not offered again, where there are others.
pub const SKIPPED_DAYS: i64 = 14;

/// A prompt, in every language that it has.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Prompt {
    /// Its id, such as `after.24h`: what an entry remembers.
    pub id: String,
    /// The parts of the arc that it fits; any, when empty.
    #[serde(default)]
    pub phases: Vec<Phase>,
    /// The check-in that it fits.
    #[serde(default)]
    pub slot: Option<Slot>,
    /// The days after a session (or, negative, before the first) on which it fits, both included.
    #[serde(default)]
    pub days: Option<(i64, i64)>,
    /// Fits in the days before the next session.
    #[serde(default)]
    pub before_session: bool,
    /// The lens that it looks through: one of the themes of an entry.
    #[serde(default)]
    pub theme: Option<String>,
    /// Gentle enough for a low day.
    #[serde(default)]
    pub soft: bool,
    /// Asks for a decision or a change: not in the first [`SUGGESTIBLE_HOURS`].
    #[serde(default)]
    pub decides: bool,
    /// Fits only where the last session was rough or frightening.
    #[serde(default)]
    pub rough: bool,
    /// BCP 47 language to words.
    pub text: BTreeMap<String, String>,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The therapist, this client.
    Assigned,
    /// The practice, all of its clients.
    Practice,
    /// Afterglow.
    BuiltIn,
}

/// A prompt to offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// Its id: what an entry remembers.
    pub id: String,
    /// The words, in the client's language where there are any.
    pub text: String,
    /// Who asks.
    pub source: Source,
    /// The lens that it looks through.
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
    /// Written to; else it was skipped.
    pub answered: bool,
}

/// What the choice depends on.
#[derive(Clone, Debug)]
pub struct Situation<'a> {
    /// Now: milliseconds since the Unix epoch.
    pub now: i64,
    /// The part of the arc, as [`super::ArcPlace`] has it; [`Phase::Closing`] when
    /// [`whereabouts`](super::journey::whereabouts) says that it is time to look back over the series.
    pub phase: Phase,
    /// Calendar days since the session, as [`super::ArcPlace`] counts them.
    pub day: Option<i64>,
    /// When the last session that has begun ended: milliseconds since the Unix epoch. It may lie ahead.
    pub session_end: Option<i64>,
    /// The check-in that fits now.
    pub slot: Option<Slot>,
    /// Whether the next session is near.
    pub before_session: bool,
    /// The last mood, and when.
    pub mood: Option<(i64, u8)>,
    /// The theme that the client wants to look through, if they chose one.
    pub lens: Option<&'a str>,
    /// BCP 47: `en`, `de-AT`.
    pub language: &'a str,
}

#[derive(Deserialize)]
struct Pack {
    prompts: Vec<Prompt>,
}

/// The prompts that come with Afterglow, as their data file has them. (The data is passed in, so that whoever shows no
/// prompts carries none: phones take [`BUILT_IN`].)
pub fn read(json: &str) -> Result<Vec<Prompt>, serde_json::Error> {
    Ok(serde_json::from_str::<Pack>(json)?.prompts)
}

/// The data file of the built-in prompts.
pub const BUILT_IN: &str = include_str!("../../data/prompts.json");

/// The prompts that the entries among these records have answered. What was skipped is known to the phone alone.
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

/// Whether a person is in a session or in the hours after it, in which they take up too easily what is put to them: from
/// its beginning on, also while its end lies ahead, and whatever part of the arc it is. `session_end` is that of the last
/// session that has begun.
pub fn suggestible(session_end: Option<i64>, now: i64) -> bool {
    session_end.is_some_and(|end| now < end.saturating_add(SUGGESTIBLE_HOURS * HOUR_MS))
}

/// Qualities that say that a session was hard.
pub const HARD_QUALITIES: [&str; 6] = ["rough", "fear", "confusion", "unreal", "unwell", "unwanted"];

/// The id of a prompt that was assigned.
pub fn assigned_id(assignment: RecordId) -> String {
    format!("{ASSIGNED}{assignment}")
}

/// The assignment that a prompt of this id is.
pub fn assignment_of(prompt: &str) -> Option<RecordId> {
    prompt.strip_prefix(ASSIGNED)?.parse().ok()
}

const ASSIGNED: &str = "assigned.";

impl Prompt {
    /// The words in a language; in English, or in whatever there is, where it has none.
    pub fn words(&self, language: &str) -> &str {
        let find = |wanted: &str| self.text.iter().find(|(known, _)| base(known) == base(wanted));
        let any = || self.text.iter().next();
        find(language).or_else(|| find("en")).or_else(any).map(|(_, words)| words.as_str()).unwrap_or_default()
    }

    /// Whether it may be asked at all now.
    fn may(&self, now: &Situation<'_>) -> bool {
        !(self.decides && (now.phase == Phase::SessionDay || suggestible(now.session_end, now.now)))
    }

    /// How well it fits: the lower, the better; `None` when it belongs elsewhere.
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

/// The prompts that fit now, the best first: the first is offered, the rest are "another one".
///
/// What a therapist assigned comes first. Then what looks through the chosen lens; then, on a low day, what is soft; then what fits the hour closely before what
/// fits any day; then what was asked less often; then a practice's own before ours. What was skipped comes last, and the
/// prompt that was offered last is not among them.
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
        let id = assigned_id(waiting.id);
        let known = waiting.task.prompt.as_deref().and_then(|id| own.iter().chain(built_in).find(|one| one.id == id));
        let own_words = waiting.task.text.trim();
        let text = match known {
            Some(prompt) if own_words.is_empty() => prompt.words(now.language),
            _ => own_words,
        };
        if text.is_empty() || running(&id) {
            continue;
        }
        let offer = Offer {
            text: text.into(),
            source: Source::Assigned,
            theme: known.and_then(|prompt| prompt.theme.clone()),
            slot: None,
            assignment: Some(waiting.id.to_string()),
            id,
        };
        let past = Past::of(&offer.id, asked, now.now);
        offers.push((
            Rank { skipped: past.skipped, aside: false, hard: false, fit: 0, times: 0, last: 0, source: 0, order },
            offer,
        ));
    }
    let sets = [(Source::Practice, own), (Source::BuiltIn, built_in)];
    for (source, prompt) in sets.into_iter().flat_map(|(source, set)| set.iter().map(move |prompt| (source, prompt))) {
        let Some(fit) = prompt.fit(now).filter(|_| prompt.may(now) && !running(&prompt.id)) else { continue };
        // A practice may reword a built-in prompt under the same id: its words count.
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
        let offer = Offer {
            id: prompt.id.clone(),
            text: prompt.words(now.language).into(),
            source,
            theme: prompt.theme.clone(),
            slot: prompt.slot,
            assignment: None,
        };
        offers.push((rank, offer));
    }
    offers.sort_by_key(|(rank, offer)| (rank.skipped, offer.source != Source::Assigned, *rank));
    offers.into_iter().map(|(_, offer)| offer).collect()
}

/// What decides the order, from the first field on.
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
