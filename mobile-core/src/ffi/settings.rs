//! Welcome, reminders, settings.

use super::{CoreError, PhoneCore};
use crate::entries::PreferencesForm;
use crate::messages::Language;
use crate::view::{RemindersView, SettingsView, WelcomeView};

#[uniffi::export]
impl PhoneCore {
    /// The first screen: what stays on the phone, who can read, that nobody is watching; and where one is on the way in.
    pub fn welcome(&self) -> Result<WelcomeView, CoreError> {
        self.said(self.phone.welcome())
    }

    /// The next reminders, for the platform to schedule: their titles may stand on a lock screen.
    pub fn reminders(&self) -> Result<RemindersView, CoreError> {
        self.said(self.phone.reminders())
    }

    /// "Not today": nothing reminds, and the first page asks for nothing, until tomorrow.
    pub fn not_today(&self) -> Result<(), CoreError> {
        self.said(self.phone.not_today())
    }

    /// The settings.
    pub fn settings(&self) -> Result<SettingsView, CoreError> {
        self.said(self.phone.settings())
    }

    /// What the person set.
    pub fn preferences(&self) -> Result<PreferencesForm, CoreError> {
        self.said(self.phone.preferences())
    }

    /// Keeps what the person set, on each of their phones.
    pub fn set_preferences(&self, preferences: PreferencesForm) -> Result<(), CoreError> {
        self.said(self.phone.set_preferences(preferences))
    }

    /// The platform's language and region as BCP 47, such as `de-AT`: what counts while the person has set nothing else. Say
    /// it at every start.
    pub fn set_platform(&self, tag: String) {
        self.phone.set_platform(&tag);
    }

    /// The language that the app speaks now.
    pub fn language(&self) -> Language {
        self.phone.language()
    }
}
