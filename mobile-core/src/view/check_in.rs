//! The check-in screen: two taps when tired, more when wanted.

use journal::arc::checkins;
use journal::arc::signs::{self, Urgency};
use journal::record;
use serde::Serialize;

use super::choices::{self, Choice};
use super::scene::Scene;
use crate::entries::Slot;
use crate::store::recall;
use crate::{Error, Phone};

/// The check-in that fits now, ready to be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct CheckInView {
    /// "A day on".
    pub title: String,
    /// "What has stayed with you?"
    pub question: String,
    /// "Two taps are enough. You can also just rest."
    pub hint: String,
    /// Which of the check-ins after a session; absent when none is due.
    pub slot: Option<Slot>,
    /// The session that it follows.
    pub session: Option<u32>,
    /// The intention of that session, shown again.
    pub intention: Option<String>,
    /// The scales, mood first. The two-tap form shows the first and the states.
    pub scales: Vec<ScaleView>,
    /// How one may be: `calm`, `tired`, `needs_space`.
    pub states: Vec<Choice>,
    /// "Is anything bothering you since the session?" For two weeks after one; then nothing is asked.
    pub signs_question: Option<String>,
    /// What can be tapped in answer to it.
    pub signs: Vec<SignView>,
    /// Nobody is watching.
    pub not_watched: String,
    /// For three days after a session: what the practice says about these hours.
    pub aftercare: Option<String>,
    /// The line that answers a mood of 0 or 1, to be shown when it is tapped.
    pub low_mood: String,
    /// "Say it in a voice note": comes first in the evening after a session, when eyes are tired.
    pub voice: Option<String>,
}

/// A scale from 0 to 10.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ScaleView {
    /// `mood`, `energy`, `sleep`, `sensitivity`, `clarity`.
    pub name: String,
    /// The same, worded.
    pub label: String,
    /// What 0 means.
    pub low: String,
    /// What 10 means.
    pub high: String,
}

/// Something that may bother one after a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SignView {
    /// What is kept.
    pub value: String,
    /// The same, worded.
    pub label: String,
    /// A doctor should look at it today: `answer` is shown at once, with the way to help.
    pub now: bool,
    /// What is said as soon as it is tapped. It calls nothing normal.
    pub answer: String,
}

impl Phone {
    /// The check-in that fits now.
    pub fn check_in_view(&self) -> Result<CheckInView, Error> {
        let scene = self.scene()?;
        let due = self.check_in_due(&scene)?;
        let slot = due.map(|plan| plan.slot);
        let session = due.map(|plan| plan.session);
        let intention = match session {
            Some(session) => self.intention_of(session)?,
            None => None,
        };
        let words = scene.words;
        // The title says how long it is: "three days on" is wrong on the second day and on the fourth.
        let days = session
            .and_then(|_| scene.course.last(scene.now.unix_ms))
            .map_or(0, |last| (scene.today - last.start.local_day()).max(0));
        let said = || [("slot", slot.map_or("none", key).into()), ("days", days.into())];
        let evening = slot == Some(record::Slot::FourHours) || scene.course.before_dose(&scene.now) == Some(false);
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
            signs_question: scene.since_session().map(|_| words.say("signs-question")),
            signs: signs_view(&scene),
            not_watched: self.not_watched(&scene),
            aftercare: self.aftercare_in(&scene)?,
            low_mood: words.say("low-mood-offer"),
            voice: evening.then(|| words.say("check-in-voice")),
        })
    }

    /// The check-in that fits now, if one does.
    pub(super) fn check_in_due(&self, scene: &Scene) -> Result<Option<checkins::CheckInPlan>, Error> {
        let written = self.store.read(|connection| scene.written(connection))?;
        let meetings = scene.plain_meetings();
        Ok(checkins::open(&scene.course, &meetings, &written, scene.now.unix_ms, scene.zone.as_ref()))
    }

    /// The words of the intention for a session, the newest first.
    pub(super) fn intention_of(&self, session: u32) -> Result<Option<String>, Error> {
        let items = self.store.read(|connection| recall::items(connection, &["intention"], 200))?;
        let of = |item: &journal::arc::Item| match &item.record.body {
            record::Body::Intention(intention) if intention.session == Some(session) => Some(intention.text.clone()),
            _ => None,
        };
        Ok(items.iter().find_map(of))
    }

    /// "Nobody is watching this now": in the words that fit whether there is a therapist or not.
    pub(super) fn not_watched(&self, scene: &Scene) -> String {
        let alone = self.care().is_ok_and(|care| care.iter().all(|care| care.ended));
        scene.words.say(if alone { "not_watched-alone" } else { "not_watched" })
    }
}

/// The signs of the two weeks after a session, and what answers each of them.
fn signs_view(scene: &Scene) -> Vec<SignView> {
    let Some(since) = scene.since_session() else { return Vec::new() };
    let view = |sign: &'static str| {
        let now = signs::urgency([sign].into_iter(), Some(since)) == Some(Urgency::Now);
        SignView {
            value: sign.into(),
            label: scene.words.name("sign", sign),
            now,
            answer: scene.words.say(if now { "signs-now" } else { "signs-before-next" }),
        }
    };
    signs::asked(since).map(view).collect()
}

/// How the catalogue names a slot: identifiers there begin with a letter.
pub(super) fn key(slot: record::Slot) -> &'static str {
    match slot {
        record::Slot::FourHours => "h4",
        record::Slot::Day => "h24",
        record::Slot::ThreeDays => "h72",
        record::Slot::Week => "d7",
    }
}
