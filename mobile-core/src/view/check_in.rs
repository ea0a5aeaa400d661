//! The check-in screen: two taps are enough, more is optional.

use journal::arc::{CheckInPlan, CheckInState, checkins, follow_ups};
use journal::record;
use serde::Serialize;

use super::choices::{self, Choice};
use super::context::ViewContext;
use crate::Error;
use crate::entries::Slot;
use crate::phone::Sessions;
use crate::store::recall;

/// The check-in for now, ready to be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct CheckInView {
    /// "A day on".
    pub title: String,
    /// "What has stayed with you?"
    pub question: String,
    /// "Two taps are enough. You can also just rest."
    pub hint: String,
    /// The slot of the check-in; absent if none is due.
    pub slot: Option<Slot>,
    /// The session that it follows.
    pub session: Option<u32>,
    /// The intention of that session, shown again.
    pub intention: Option<String>,
    /// The scales, mood first. The two-tap form shows the first and the states.
    pub scales: Vec<ScaleView>,
    /// States to tap: `calm`, `tired`, `needs_space`.
    pub states: Vec<Choice>,
    /// "How are body and mind?": leads to the side-effect check, at any time.
    pub effects: String,
    /// Whether the side-effect check is due now: it is offered after this one.
    pub effects_due: bool,
    /// The notice that nobody reads entries live.
    pub not_watched: String,
    /// For three days after a session: the practice's advice for these hours.
    pub aftercare: Option<String>,
    /// The line shown when a mood of 0 or 1 is tapped.
    pub low_mood: String,
    /// "Say it in a voice note": shown first in the evening after a session, when reading is tiring.
    pub voice: Option<String>,
}

/// A scale from 0 to 10.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ScaleView {
    /// `mood`, `energy`, `sleep`, `sensitivity`, `clarity`.
    pub name: String,
    /// Its label, in the person's language.
    pub label: String,
    /// The label of the scale's lower end (0).
    pub low: String,
    /// The label of the scale's upper end (10).
    pub high: String,
}

impl Sessions<'_> {
    /// The check-in that fits now.
    pub fn check_in_view(self) -> Result<CheckInView, Error> {
        let context = self.phone.view_context()?;
        let due = self.check_in_now(&context)?;
        let (effects_due, _) = self.phone.store.read(|connection| context.effects_due(connection))?;
        let slot = due.map(|plan| plan.slot);
        let session = due.map(|plan| plan.session);
        let intention = match session {
            Some(session) => self.intention_of(session)?,
            None => None,
        };
        let words = context.words;
        // The title names the elapsed time: "three days on" would be wrong on the second and the fourth day.
        let days = session
            .and_then(|_| context.course.last(context.now.unix_ms))
            .map_or(0, |last| (context.today - last.start.local_day()).max(0));
        let said = || [("slot", slot.map_or("none", key).into()), ("days", days.into())];
        let evening = slot == Some(record::Slot::FourHours) || context.course.before_dose(&context.now) == Some(false);
        let mut scales = vec!["mood", "energy", "sleep", "sensitivity", "clarity"];
        // Nobody has slept since.
        scales.retain(|name| !(evening && *name == "sleep"));
        let scale = |name: &&str| ScaleView {
            name: (*name).into(),
            label: words.name("scale", name),
            low: words.name("low", name),
            high: words.name("high", name),
        };
        Ok(CheckInView {
            title: words.fill("check-in-title", &said()),
            question: words.fill("check-in-question", &said()),
            hint: words.say("fits-check_in-text"),
            slot: slot.map(Slot::from),
            session,
            intention: intention.map(|text| words.fill("check-in-intention", &[("text", text.into())])),
            scales: scales.iter().map(scale).collect(),
            states: choices::states(words),
            effects: words.say("effects-title"),
            effects_due: effects_due.is_some(),
            not_watched: self.not_watched(&context),
            aftercare: self.phone.pages().aftercare_in(&context)?,
            low_mood: words.say("low-mood-offer"),
            voice: evening.then(|| words.say("check-in-voice")),
        })
    }

    /// The check-in that the phone suggests now, if there is one.
    pub(super) fn check_in_due(self, context: &ViewContext) -> Result<Option<CheckInPlan>, Error> {
        Ok(self.check_in_now(context)?.filter(|plan| plan.state == CheckInState::Open))
    }

    /// The check-in that can be answered now, if there is one: also a follow-up that is no longer suggested.
    fn check_in_now(self, context: &ViewContext) -> Result<Option<CheckInPlan>, Error> {
        let (written, asked) =
            self.phone.store.read(|connection| Ok((context.written(connection)?, context.follow_ups(connection)?)))?;
        let (meetings, now, zone) = (context.plain_meetings(), context.now.unix_ms, context.zone.as_ref());
        let open = checkins::open(&context.course, &meetings, &written, now, zone);
        Ok(open.or_else(|| follow_ups::current(&context.course, &meetings, &written, &asked, now, zone)))
    }

    /// The text of the intention for a session, the newest first.
    pub(super) fn intention_of(self, session: u32) -> Result<Option<String>, Error> {
        let items = self.phone.store.read(|connection| recall::items(connection, &["intention"], 200))?;
        let of = |item: &journal::arc::Item| match &item.record.body {
            record::Body::Intention(intention) if intention.session == Some(session) => Some(intention.text.clone()),
            _ => None,
        };
        Ok(items.iter().find_map(of))
    }

    /// "Nobody is watching this now", worded for a client with or without a therapist.
    pub(super) fn not_watched(self, context: &ViewContext) -> String {
        let alone = self.phone.care().list().is_ok_and(|care| care.iter().all(|care| care.ended));
        context.words.say(if alone { "not_watched-alone" } else { "not_watched" })
    }
}

/// The catalogue's name of a slot: its identifiers begin with a letter.
pub(super) fn key(slot: record::Slot) -> &'static str {
    match slot {
        record::Slot::FourHours => "h4",
        record::Slot::Day => "h24",
        record::Slot::ThreeDays => "h72",
        record::Slot::Week => "d7",
        record::Slot::FourWeeks => "w4",
        record::Slot::ThreeMonths => "m3",
        record::Slot::SixMonths => "m6",
    }
}
