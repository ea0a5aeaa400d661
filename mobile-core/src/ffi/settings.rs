//! Welcome, reminders, settings.

use std::collections::HashMap;

use super::{CoreError, PhoneCore};
use crate::entries::PreferencesForm;
use crate::messages::Language;
use crate::view::{RemindersView, SettingsView, WelcomeView};

#[uniffi::export]
impl PhoneCore {
    /// The welcome screen: what stays on the phone, who can read, that nobody reads entries live; and the state of
    /// onboarding.
    pub fn welcome(&self) -> Result<WelcomeView, CoreError> {
        self.localized(self.phone.settings().welcome())
    }

    /// The next reminders, for the platform to schedule. Their titles are safe for a lock screen.
    pub fn reminders(&self) -> Result<RemindersView, CoreError> {
        self.localized(self.phone.settings().reminders())
    }

    /// "Not today": no reminders, and no requests on Today, until tomorrow.
    pub fn not_today(&self) -> Result<(), CoreError> {
        self.localized(self.phone.settings().not_today())
    }

    /// The settings screen.
    pub fn settings(&self) -> Result<SettingsView, CoreError> {
        self.localized(self.phone.settings().view())
    }

    /// The preferences.
    pub fn preferences(&self) -> Result<PreferencesForm, CoreError> {
        self.localized(self.phone.settings().preferences())
    }

    /// Saves the preferences, for all phones of the person.
    pub fn set_preferences(&self, preferences: PreferencesForm) -> Result<(), CoreError> {
        self.localized(self.phone.settings().set_preferences(preferences))
    }

    /// Sets the platform's language and region as BCP 47, such as `de-AT`: the default without a preference. Call it at
    /// every start.
    pub fn set_platform(&self, tag: String) {
        self.phone.settings().set_platform(&tag);
    }

    /// Sets the country of the phone according to its mobile network: ISO 3166-1 alpha-2, empty without a network. It
    /// needs no permission. Call it at every start and when the app is shown again; Help now shows the numbers of that
    /// country, unless the person has chosen one.
    pub fn set_country(&self, country: String) {
        self.phone.settings().set_country(&country);
    }

    /// The text that was typed into forms that make no record, by the name of the field: the name of an account, the link of
    /// an invitation.
    pub fn typed(&self) -> Result<HashMap<String, String>, CoreError> {
        self.localized(self.phone.settings().typed())
    }

    /// Keeps these fields instead of the earlier ones, on this phone only; none: nothing is kept. They survive the end of
    /// the app's process. Never pass a password or a recovery code.
    pub fn keep_typed(&self, fields: HashMap<String, String>) -> Result<(), CoreError> {
        self.localized(self.phone.settings().keep_typed(&fields))
    }

    /// The app's language.
    pub fn language(&self) -> Language {
        self.phone.language()
    }
}
