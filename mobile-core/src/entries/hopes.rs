//! Intentions, goals and concerns, with their answers.

use journal::record::{Concern, Goal, Intention, Moment};
use protocol::RecordId;
use serde::Serialize;

use super::forms::{Form, id, mirror, not_blank};
use crate::Error;
use crate::phone::Sessions;

mirror! {
    /// The status of a goal or a concern.
    GoalProgress = GoalStatus {
        /// Open, and carried forward.
        Open,
        /// Reached; or, for a concern, settled.
        Met,
        /// Let go, which is not a failure.
        LetGo,
    }
}

/// The form of an intention: a hope for a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct IntentionForm {
    /// What the person wrote.
    pub text: String,
    /// For which session, from 1.
    #[uniffi(default = None)]
    pub session: Option<u32>,
    /// Client and therapist have agreed on it.
    #[uniffi(default = false)]
    pub agreed: bool,
    /// The answer to it, written after the session.
    #[uniffi(default = "")]
    pub answer: String,
    /// The intention that it carries forward.
    #[uniffi(default = None)]
    pub carried_from: Option<String>,
}

impl IntentionForm {
    pub(super) fn of(intention: &Intention, _: &Moment) -> Self {
        Self {
            text: intention.text.clone(),
            session: intention.session,
            agreed: intention.agreed.is_some(),
            answer: intention.answer.clone(),
            carried_from: intention.carried_from.map(|id| id.to_string()),
        }
    }

    pub(super) fn apply(&self, intention: Intention, when: &mut Moment, _: &str) -> Result<Intention, Error> {
        Ok(Intention {
            text: self.text.trim().into(),
            session: self.session,
            agreed: self.agreed.then(|| intention.agreed.clone().unwrap_or_else(|| when.clone())),
            answer: self.answer.trim().into(),
            carried_from: self.carried_from.as_deref().map(id).transpose()?,
            ..intention
        })
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if self.session == Some(0) {
            return Err(Error::Invalid);
        }
        not_blank(&self.text).map(drop)
    }
}

macro_rules! hopes {
    ($($(#[$about:meta])* $form:ident = $record:ident;)*) => {$(
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
        pub struct $form {
            /// What the person wrote.
            pub text: String,
            /// How far it has come.
            pub status: GoalProgress,
            /// The person's answer to it, written later.
            #[uniffi(default = "")]
            pub answer: String,
        }

        impl $form {
            /// A form with only this text.
            pub fn text(text: impl Into<String>) -> Self {
                Self { text: text.into(), status: GoalProgress::Open, answer: String::new() }
            }

            pub(super) fn of(record: &$record, _: &Moment) -> Self {
                Self { text: record.text.clone(), status: record.status.into(), answer: record.answer.clone() }
            }

            pub(super) fn apply(&self, record: $record, _: &mut Moment, _: &str) -> Result<$record, Error> {
                let (text, answer) = (self.text.trim().into(), self.answer.trim().into());
                Ok($record { text, status: self.status.into(), answer, ..record })
            }

            pub(super) fn check(&self) -> Result<(), Error> {
                not_blank(&self.text).map(drop)
            }
        }
    )*};
}

hopes! {
    /// What the person wants to change, over the series.
    GoalForm = Goal;
    /// What the person is unsure or afraid of.
    ConcernForm = Concern;
}

impl Sessions<'_> {
    /// Writes an intention, for the session of this number if one is given.
    pub fn write_intention(self, text: &str, session: Option<u32>) -> Result<RecordId, Error> {
        let intention = IntentionForm { text: text.into(), session, ..IntentionForm::default() };
        self.phone.entries().write_form(&Form::Intention { intention })
    }

    /// Answers an intention, a goal or a concern. The answer is stored with it.
    pub fn answer_hope(self, id: RecordId, words: &str) -> Result<(), Error> {
        let words = not_blank(words)?;
        let mut form = self.phone.entries().form(id)?;
        match &mut form {
            Form::Intention { intention } => intention.answer = words,
            Form::Goal { goal } => goal.answer = words,
            Form::Concern { concern } => concern.answer = words,
            _ => return Err(Error::WrongKind),
        }
        self.phone.entries().edit_form(id, &form)
    }

    /// Copies an intention to another session. The copy refers to the original.
    pub fn carry_forward(self, id: RecordId, session: u32) -> Result<RecordId, Error> {
        let Form::Intention { intention } = self.phone.entries().form(id)? else { return Err(Error::WrongKind) };
        let carried_from = Some(id.to_string());
        let intention = IntentionForm { session: Some(session), carried_from, ..IntentionForm::text(intention.text) };
        self.phone.entries().write_form(&Form::Intention { intention })
    }
}

impl IntentionForm {
    /// A form with only this text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}
