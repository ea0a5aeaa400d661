//! Check-ins: two taps are enough, more fields are optional.

use journal::record::{Body, CheckIn, DosingSession, Moment};
use protocol::RecordId;
use serde::Serialize;

use super::forms::{Form, mirror, scales};
use crate::Error;
use crate::commit::Origin;
use crate::phone::Sessions;

mirror! {
    /// Which check-in after a session.
    Slot = Slot {
        /// Four hours: a quiet moment.
        FourHours,
        /// The day after a session: "A day on".
        Day,
        /// Three days after a session: "Three days on".
        ThreeDays,
        /// A week after a session: "A week on".
        Week,
        /// Four weeks after the last session: "Four weeks on".
        FourWeeks,
        /// Three months after the last session: "Three months on".
        ThreeMonths,
        /// Six months after the last session: "Six months on".
        SixMonths,
    }
}

/// A few taps some hours or days after a session. Scales run from 0 to 10; all are optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct CheckInForm {
    /// Which of the check-ins after a session; absent for one on its own.
    #[uniffi(default = None)]
    pub slot: Option<Slot>,
    /// The session that it follows, from 1.
    #[uniffi(default = None)]
    pub session: Option<u32>,
    /// Mood, from 0 to 10; absent if not rated.
    #[uniffi(default = None)]
    pub mood: Option<u8>,
    /// Energy, from 0 to 10; absent if not rated.
    #[uniffi(default = None)]
    pub energy: Option<u8>,
    /// Sleep quality, from 0 to 10; absent if not rated.
    #[uniffi(default = None)]
    pub sleep: Option<u8>,
    /// Sensitivity to stimuli, from 0 to 10; absent if not rated.
    #[uniffi(default = None)]
    pub sensitivity: Option<u8>,
    /// Clarity of thought, from 0 to 10; absent if not rated.
    #[uniffi(default = None)]
    pub clarity: Option<u8>,
    /// Wants to be left alone until tomorrow.
    #[uniffi(default = false)]
    pub needs_space: bool,
    /// How the person is: `calm`, `tired`.
    #[uniffi(default = [])]
    pub states: Vec<String>,
    /// A few words, if any.
    #[uniffi(default = "")]
    pub text: String,
    /// "I want to talk about this."
    #[uniffi(default = false)]
    pub wants_to_talk: bool,
}

impl CheckInForm {
    pub(super) fn of(check_in: &CheckIn, _: &Moment) -> Self {
        let check_in = check_in.clone();
        Self {
            slot: check_in.slot.map(Slot::from),
            session: check_in.session,
            mood: check_in.mood,
            energy: check_in.energy,
            sleep: check_in.sleep,
            sensitivity: check_in.sensitivity,
            clarity: check_in.clarity,
            needs_space: check_in.needs_space,
            states: check_in.states,
            text: check_in.text,
            wants_to_talk: check_in.wants_to_talk,
        }
    }

    pub(super) fn apply(&self, check_in: CheckIn, _: &mut Moment, _: &str) -> Result<CheckIn, Error> {
        let form = self.clone();
        Ok(CheckIn {
            slot: form.slot.map(Into::into),
            session: form.session,
            mood: form.mood,
            energy: form.energy,
            sleep: form.sleep,
            sensitivity: form.sensitivity,
            clarity: form.clarity,
            needs_space: form.needs_space,
            states: form.states,
            text: form.text,
            wants_to_talk: form.wants_to_talk,
            ..check_in
        })
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let said = Self { slot: None, session: None, wants_to_talk: false, ..self.clone() };
        if said == Self::default() {
            return Err(Error::Empty);
        }
        if self.session == Some(0) {
            return Err(Error::Invalid);
        }
        scales(&[self.mood, self.energy, self.sleep, self.sensitivity, self.clarity])
    }
}

impl Sessions<'_> {
    /// Writes a check-in, now. Without a slot it is the one that is due, if one is.
    pub fn check_in(self, form: CheckInForm) -> Result<RecordId, Error> {
        self.phone.entries().write_form(&Form::CheckIn { check_in: form })
    }

    /// "I am home": the session of this number has ended, and its check-ins count from now.
    pub fn end_session(self, number: u32) -> Result<RecordId, Error> {
        let now = self.phone.clock.now();
        let (item, own) = self.session_numbered(number)?.ok_or(Error::NoEntry)?;
        // Only the clinic recorded it, so the client's own statement becomes a record of its own.
        let Some(id) = own else {
            let session = DosingSession { number, ended: Some(now), ..Default::default() };
            return self.phone.entries().write_record(Body::DosingSession(session), item.record.when);
        };
        self.phone.change(id, Origin::App, |mut record| {
            let Body::DosingSession(session) = &mut record.body else { return Err(Error::WrongKind) };
            session.ended = Some(now);
            Ok(record)
        })?;
        Ok(id)
    }
}
