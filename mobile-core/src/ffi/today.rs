//! The Today screen, language and place.

use std::collections::HashMap;

use super::{CoreError, PhoneCore};
use crate::view::TodayView;

#[uniffi::export]
impl PhoneCore {
    /// The Today screen: the position in the journey, the one thing to do now, intentions.
    pub fn today(&self) -> Result<TodayView, CoreError> {
        self.localized(self.phone.pages().today())
    }

    /// The fixed texts of buttons, titles and hints in the app's language, by name: `save`, `share`.
    pub fn labels(&self) -> HashMap<String, String> {
        self.phone.pages().labels()
    }
}
