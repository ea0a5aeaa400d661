//! The welcome and settings screens.

use serde::Serialize;

use super::choices::Choice;
use super::help::regions;
use crate::Error;
use crate::accounts::AccountView;
use crate::entries::{ConsentView, PreferencesForm};
use crate::messages::Language;
use crate::phone::{Pages, Settings};

/// The welcome screen: what stays on the phone, who can read, and that nobody reads entries live.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct WelcomeView {
    /// "A journal between sessions".
    pub title: String,
    /// What to know before the first entry, one sentence per line.
    pub lines: Vec<String>,
    /// The stage of onboarding.
    pub stage: Stage,
    /// The consents: wording, and whether the person agreed.
    pub consents: Vec<ConsentView>,
    /// The account on this phone, if there is one.
    pub account: Option<AccountView>,
}

/// The stage of onboarding. No account is needed to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Without any consent yet: show what the app is, and what it is not.
    Begin,
    /// The journal can be written; there is no account.
    Private,
    /// There is an account, and its recovery code is not confirmed.
    RecoveryCode,
    /// There is an account, and no therapist to share with.
    Alone,
    /// A therapist has been joined, but there is no consent to share in the current wording.
    Agreement,
    /// All is set up.
    Ready,
}

/// The settings screen.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct SettingsView {
    /// The preferences as they were saved.
    pub preferences: PreferencesForm,
    /// The app's language.
    pub language: Language,
    /// Languages to choose from; the empty value follows the phone.
    pub languages: Vec<Choice>,
    /// Countries whose numbers are known.
    pub regions: Vec<Choice>,
    /// The account on this phone; absent without one.
    pub account: Option<AccountView>,
    /// The consents and their wordings.
    pub consents: Vec<ConsentView>,
}

impl Settings<'_> {
    /// Returns the welcome screen.
    pub fn welcome(self) -> Result<WelcomeView, Error> {
        let words = self.phone.words();
        let lines = ["welcome-who", "welcome-stays", "welcome-reads", "welcome-watched"];
        let (consents, account) = (self.phone.sharing().consents()?, self.phone.account().view()?);
        let open = self.phone.care().list()?.into_iter().any(|care| !care.ended);
        let agreed = |purpose: &str| consents.iter().filter(|one| one.wording.purpose == purpose).all(|one| one.agreed);
        let stage = match &account {
            _ if !agreed("journal") => Stage::Begin,
            None => Stage::Private,
            Some(account) if !account.recovery_kept => Stage::RecoveryCode,
            Some(_) if !open => Stage::Alone,
            Some(_) if !agreed("sharing") => Stage::Agreement,
            Some(_) => Stage::Ready,
        };
        Ok(WelcomeView {
            title: words.say("welcome-title"),
            lines: lines.into_iter().map(|line| words.say(line)).collect(),
            stage,
            consents,
            account,
        })
    }

    /// The settings screen.
    pub fn view(self) -> Result<SettingsView, Error> {
        let words = self.phone.words();
        let follow = Choice { value: String::new(), label: words.say("language-follow") };
        let named = |language: Language| {
            let label = match language {
                Language::English => words.say("language-en"),
                Language::German => words.say("language-de"),
            };
            Choice { value: language.tag().into(), label }
        };
        Ok(SettingsView {
            preferences: self.preferences()?,
            language: words.language(),
            languages: std::iter::once(follow).chain(Language::ALL.into_iter().map(named)).collect(),
            regions: regions(words),
            account: self.phone.account().view()?,
            consents: self.phone.sharing().consents()?,
        })
    }
}

impl Pages<'_> {
    /// The fixed texts of buttons, titles and hints in the app's language, by name.
    pub fn labels(self) -> std::collections::HashMap<String, String> {
        self.phone.words().labels().into_iter().collect()
    }
}
