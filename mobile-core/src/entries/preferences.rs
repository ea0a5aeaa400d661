//! Preferences: one record, the same on each of the person's phones.

use std::sync::PoisonError;

use journal::record::{Body, Preferences};
use serde::Serialize;

use crate::commit::Origin;
use crate::messages::{Catalogue, Language, Platform};
use crate::phone::Settings;
use crate::store::pages;
use crate::{Error, Phone};

/// The preferences.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct PreferencesForm {
    /// The app's language; the phone's own when absent.
    #[uniffi(default = None)]
    pub language: Option<Language>,
    /// ISO 3166-1 alpha-2, for the numbers to call: `US`, `DE`; the phone's own when empty.
    #[uniffi(default = "")]
    pub region: String,
    /// Local hour from which reminders are quiet; 21 when absent.
    #[uniffi(default = None)]
    pub quiet_from: Option<u8>,
    /// Local hour until which reminders are quiet; 8 when absent.
    #[uniffi(default = None)]
    pub quiet_until: Option<u8>,
    /// Reminders that are switched off: `check_in`, `follow_up`, `step`, `measure`.
    #[uniffi(default = [])]
    pub silent: Vec<String>,
    /// Local hour of reminders of steps; none if absent.
    #[uniffi(default = None)]
    pub step_hour: Option<u8>,
}

impl Settings<'_> {
    /// The preferences.
    pub fn preferences(self) -> Result<PreferencesForm, Error> {
        let set = self.phone.stored_preferences()?;
        Ok(PreferencesForm {
            language: Language::of_tag(&set.language),
            region: set.region,
            quiet_from: set.quiet_from,
            quiet_until: set.quiet_until,
            silent: set.silent,
            step_hour: set.step_hour,
        })
    }
}

impl Phone {
    /// The record itself: the newest one, or the defaults if nothing was set.
    pub(crate) fn stored_preferences(&self) -> Result<Preferences, Error> {
        let rows = self.store.read(|connection| pages::visible(connection, &["preferences"], None, 1))?;
        let set = rows.into_iter().find_map(|(_, row)| match row.content?.to_record().ok()?.body {
            Body::Preferences(set) => Some(set),
            _ => None,
        });
        Ok(set.unwrap_or_default())
    }
}

impl Settings<'_> {
    /// Changes the record, or makes it.
    pub(crate) fn change_preferences(self, apply: impl FnOnce(&mut Preferences)) -> Result<(), Error> {
        match self.phone.newest_of("preferences")? {
            Some(id) => self.phone.change(id, Origin::App, |mut record| {
                let Body::Preferences(known) = &mut record.body else { return Err(Error::WrongKind) };
                apply(known);
                Ok(record)
            }),
            None => {
                let mut set = Preferences::default();
                apply(&mut set);
                self.phone.entries().write_record(set.into(), self.phone.clock.now()).map(drop)
            }
        }
    }

    /// Saves the preferences.
    pub fn set_preferences(self, form: PreferencesForm) -> Result<(), Error> {
        let hours = [form.quiet_from, form.quiet_until, form.step_hour];
        let region = form.region.trim().to_ascii_uppercase();
        let named = region.is_empty() || region.len() == 2 && region.chars().all(|c| c.is_ascii_alphabetic());
        if hours.into_iter().flatten().any(|hour| hour > 23) || !named {
            return Err(Error::Invalid);
        }
        let language = form.language.map(Language::tag).unwrap_or_default();
        self.change_preferences(|known| {
            *known = Preferences {
                language: language.into(),
                region,
                quiet_from: form.quiet_from,
                quiet_until: form.quiet_until,
                silent: form.silent,
                step_hour: form.step_hour,
                not_recalled: std::mem::take(&mut known.not_recalled),
                extra: std::mem::take(&mut known.extra),
            };
        })?;
        self.phone.safety().refresh_help();
        Ok(())
    }

    /// The platform's language and region, which apply until the person sets others. `tag` is BCP 47.
    pub fn set_platform(self, tag: &str) {
        let mut parts = tag.split(['-', '_']).skip(1);
        let region = parts.find(|part| part.len() == 2).map(str::to_ascii_uppercase).unwrap_or_default();
        let mut platform = self.phone.platform.lock().unwrap_or_else(PoisonError::into_inner);
        (platform.language, platform.region) = (Language::of_tag(tag).unwrap_or_default(), region);
    }

    /// The country of the phone according to its mobile network (ISO 3166-1 alpha-2; empty without a network). Help now
    /// shows its numbers. If the person has chosen a country, it offers both.
    pub fn set_country(self, country: &str) {
        let named = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_alphabetic());
        let country = if named { country.to_ascii_uppercase() } else { String::new() };
        self.phone.platform.lock().unwrap_or_else(PoisonError::into_inner).country = country;
    }

    /// Overrides the language until the phone is closed; `None` returns to the preference.
    pub fn override_language(self, language: Option<Language>) {
        self.phone.platform.lock().unwrap_or_else(PoisonError::into_inner).spoken = language;
    }
}

impl Phone {
    /// The app's language.
    pub fn language(&self) -> Language {
        let platform = self.platform();
        let set = || self.settings().preferences().ok().and_then(|set| set.language);
        platform.spoken.or_else(set).unwrap_or(platform.language)
    }

    /// The texts in the app's current language.
    pub(crate) fn words(&self) -> &'static Catalogue {
        Catalogue::of(self.language())
    }

    pub(crate) fn platform(&self) -> Platform {
        self.platform.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
