//! Side-effect checks after a session. A check that reports thoughts of death raises a safety event in the same
//! transaction.

use journal::effects::{Urgency, urgency};
use journal::record::{self, Body, Effect, EffectTap, Moment, Record, SideEffectCheck, Since};
use protocol::RecordId;
use serde::Serialize;

use super::check_ins::Slot;
use super::forms::{Form, mirror};
use super::measures::shown;
use crate::Error;
use crate::commit::Origin;
use crate::phone::SideEffects;
use crate::store::Connection;
use crate::store::recall;

/// The maximum length of the text about something else, in characters.
const OTHER: usize = 500;

mirror! {
    /// The answer to the question about thoughts of death or of self-harm.
    Suicidal = Suicidal {
        /// "No" was tapped.
        No,
        /// Yes: the safety page comes first.
        Yes,
        /// "I would rather not say."
        Unsaid,
    }

    /// The tapped action on the page that is shown in response to a check.
    EffectChoice = EffectChoice {
        /// The emergency number was tapped.
        Emergency,
        /// A number of the practice.
        Practice,
        /// Another number or person.
        Other,
        /// The button that opens Help now was tapped.
        Help,
    }
}

/// A marked side effect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct EffectForm {
    /// The code of the effect, such as `chest`.
    pub effect: String,
    /// 0 (not at all) to 3 (strong).
    #[uniffi(default = None)]
    pub severity: Option<u8>,
    /// Whether it is still there.
    #[uniffi(default = None)]
    pub still: Option<bool>,
    /// Whether the effect was present before the session as well.
    #[uniffi(default = None)]
    pub before: Option<bool>,
}

/// A side-effect check after a session. Every field is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct EffectsForm {
    /// The session that it follows, from 1.
    #[uniffi(default = None)]
    pub session: Option<u32>,
    /// The time at which the phone asked; absent for a check that the person opened unasked.
    #[uniffi(default = None)]
    pub slot: Option<Slot>,
    /// Whether it covers the time since the last check instead of since the session.
    #[uniffi(default = false)]
    pub again: bool,
    /// "Is anything bothering you?"
    #[uniffi(default = None)]
    pub any: Option<bool>,
    /// The marked side effects.
    #[uniffi(default = [])]
    pub items: Vec<EffectForm>,
    /// Something else, in the person's words: at most 500 characters.
    #[uniffi(default = "")]
    pub other: String,
    /// "Did you drive, cycle in traffic or use machines on the day?"
    #[uniffi(default = None)]
    pub drove: Option<bool>,
    /// The answer to the question about thoughts of death, if it was asked.
    #[uniffi(default = None)]
    pub suicidal: Option<Suicidal>,
    /// "I want to talk about this."
    #[uniffi(default = false)]
    pub wants_to_talk: bool,
}

impl EffectsForm {
    pub(super) fn of(check: &SideEffectCheck, _: &Moment) -> Self {
        let effect = |one: &Effect| EffectForm {
            effect: one.id.clone(),
            severity: one.severity,
            still: one.still,
            before: one.before,
        };
        Self {
            session: check.session,
            slot: check.slot.map(Slot::from),
            again: check.since == Since::LastCheck,
            any: check.any,
            items: check.items.iter().map(effect).collect(),
            other: check.other.clone(),
            drove: check.drove,
            suicidal: check.suicidal.map(Suicidal::from),
            wants_to_talk: check.wants_to_talk,
        }
    }

    pub(super) fn apply(&self, check: SideEffectCheck, _: &mut Moment, _: &str) -> Result<SideEffectCheck, Error> {
        let form = self.clone();
        let mut known = check.items.clone();
        let effect = |one: EffectForm| {
            let at = known.iter().position(|known| known.id == one.effect);
            let extra = at.map(|at| known.swap_remove(at).extra).unwrap_or_default();
            Effect { id: one.effect, severity: one.severity, still: one.still, before: one.before, extra }
        };
        let marked = !form.items.is_empty() || !form.other.trim().is_empty();
        Ok(SideEffectCheck {
            session: form.session,
            slot: form.slot.and_then(known_to_all),
            since: if form.again { Since::LastCheck } else { Since::Session },
            any: if marked { Some(true) } else { form.any },
            items: form.items.into_iter().map(effect).collect(),
            other: form.other,
            drove: form.drove,
            suicidal: form.suicidal.map(Into::into),
            wants_to_talk: form.wants_to_talk,
            ..check
        })
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let said = Self { session: None, slot: None, again: false, wants_to_talk: false, ..self.clone() };
        if said == Self::default() {
            return Err(Error::Empty);
        }
        let marks = self
            .items
            .iter()
            .all(|one| !one.effect.is_empty() && one.severity.is_none_or(|severity| severity <= urgency::STRONG));
        let twice =
            self.items.iter().enumerate().any(|(n, one)| self.items[..n].iter().any(|two| two.effect == one.effect));
        let fits = marks && !twice && self.session != Some(0) && self.other.chars().count() <= OTHER;
        if fits { Ok(()) } else { Err(Error::Invalid) }
    }

    /// The highest urgency of the marked effects, `since` milliseconds after a session.
    pub(crate) fn urgency(&self, since: Option<i64>) -> Option<Urgency> {
        let mark = |one: &'_ EffectForm| -> Option<Urgency> {
            urgency::of(&urgency::Mark { effect: &one.effect, severity: one.severity, still: one.still }, since)
        };
        self.items.iter().filter_map(mark).max()
    }
}

impl SideEffects<'_> {
    /// Stores a check with the current time. [`SideEffects::effects_answer`] returns the page to show in response.
    pub fn check_effects(self, form: EffectsForm) -> Result<RecordId, Error> {
        self.phone.entries().write_form(&Form::Effects { effects: form })
    }

    /// Records a tap on the page that is shown in response to a check. Earlier taps are kept, with their times.
    pub fn choose_effect(self, check: RecordId, choice: EffectChoice) -> Result<(), Error> {
        let at = self.phone.clock.now();
        self.phone.change(check, Origin::App, |mut record| {
            let Body::SideEffectCheck(check) = &mut record.body else { return Err(Error::WrongKind) };
            check.chosen.push(EffectTap { choice: choice.into(), at, extra: Default::default() });
            Ok(record)
        })
    }
}

/// The slot of a check as it is stored. A check at a follow-up has none: a portal of an earlier version could not read a
/// check with a slot that it does not know, and a red one would be missed.
fn known_to_all(slot: Slot) -> Option<record::Slot> {
    Some(record::Slot::from(slot)).filter(|slot| !slot.is_follow_up())
}

/// The time between the last session and a moment, from the person's own and the clinics' records.
fn since(connection: &mut Connection, at: i64) -> Result<Option<i64>, Error> {
    let sessions = recall::items(connection, &["dosing_session"], 100)?;
    Ok(urgency::since(at, sessions.iter().map(|item| item.record.when.unix_ms)))
}

/// Adds to a check what the phone will show in response: `red` or `amber`, then the help. Other kinds do not change.
pub(super) fn with_answer(connection: &mut Connection, mut record: Record) -> Result<Record, Error> {
    if let Body::SideEffectCheck(check) = &mut record.body {
        let since = since(connection, record.when.unix_ms)?;
        let level = urgency::most(check.items.iter().map(Into::into), since);
        let help = match level {
            Some(Urgency::Now) => shown(connection)?,
            _ => Vec::new(),
        };
        let level = level.map(|level| level.as_str().to_owned()).into_iter();
        check.shown = level.chain(help.into_iter().map(|one| one.as_str().to_owned())).collect();
    }
    Ok(record)
}
