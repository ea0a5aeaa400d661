//! Today, and what is said everywhere.

use std::collections::HashMap;

use super::{CoreError, PhoneCore};
use crate::view::TodayView;

#[uniffi::export]
impl PhoneCore {
    /// Today: where one is, the one thing that fits now, what one set out with.
    pub fn today(&self) -> Result<TodayView, CoreError> {
        self.said(self.phone.today())
    }

    /// The fixed words of buttons, titles and hints in the language that the app speaks, by name: `save`, `share`.
    pub fn labels(&self) -> HashMap<String, String> {
        self.phone.labels()
    }
}
