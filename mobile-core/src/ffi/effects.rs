//! The side-effect check after a session, and the page that is shown in response.

use super::core::entry;
use super::{CoreError, PhoneCore};
use crate::entries::{EffectChoice, EffectsForm};
use crate::view::{EffectsAdvice, EffectsAnswer, EffectsView};

#[uniffi::export]
impl PhoneCore {
    /// The side-effect check for now, ready to be filled in. Write it as `Form::Effects`, then show `effects_answer`.
    pub fn effects_view(&self) -> Result<EffectsView, CoreError> {
        self.localized(self.phone.side_effects().effects_view())
    }

    /// The response to the effects marked so far, before the check is stored. Show a red one at once, above everything
    /// else.
    pub fn effects_advice(&self, form: EffectsForm) -> Result<EffectsAdvice, CoreError> {
        self.localized(self.phone.side_effects().effects_advice(&form))
    }

    /// The page that is shown in response to a check. If it names a safety event, show that event's page first.
    pub fn effects_answer(&self, id: String) -> Result<EffectsAnswer, CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.side_effects().effects_answer(id)))
    }

    /// Records a tap on the page that is shown in response to a check.
    pub fn choose_effect(&self, id: String, choice: EffectChoice) -> Result<(), CoreError> {
        self.localized(entry(&id).and_then(|id| self.phone.side_effects().choose_effect(id, choice)))
    }
}
