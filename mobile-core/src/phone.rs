//! The open journal: [`Phone`] holds the store, the clock, randomness and the HTTP client. The other modules extend it by
//! methods for their subject.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use journal::record::Moment;
use journal::seal::Random;
use journal::sync::{Key, Ledger as _};
use protocol::{CollectionId, Limits, RecordId};

use crate::clock::{Clock, SystemClock};
use crate::driver::Retry;
use crate::driver::client::HttpClient;
use crate::messages::Platform;
use crate::observer::{Notices, Observer, View};
use crate::secrets::{Biometrics, PinLock, SecretStore};
use crate::store::records::StoreLedger;
use crate::store::{AutoLock, Salvaged, Store, erasing, settings};
use crate::{Error, store};

/// The input for opening a phone.
pub struct Setup {
    /// The folder of the encrypted store.
    pub home: PathBuf,
    /// The name of this phone in the account's list of devices.
    pub device: String,
    /// The platform's key store.
    pub secrets: Arc<dyn SecretStore>,
    /// The clock; tests pass a fake.
    pub clock: Arc<dyn Clock>,
    /// The random generator, seeded once; everything random on this phone comes from it.
    pub random: Random,
    /// How calls to the server are retried.
    pub retry: Retry,
}

impl Setup {
    /// A phone with the device's clock and the operating system's randomness.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    pub fn new(home: impl Into<PathBuf>, device: &str, secrets: Arc<dyn SecretStore>) -> Result<Self, Error> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|_| Error::Fault)?;
        Ok(Self {
            home: home.into(),
            device: device.into(),
            secrets,
            clock: Arc::new(SystemClock),
            random: Random::from_seed(seed),
            retry: Retry::default(),
        })
    }
}

/// The phone without its screens. Shared between threads; a call that does not wait for the network takes milliseconds.
pub struct Phone {
    pub(crate) store: Arc<Store>,
    pub(crate) home: PathBuf,
    pub(crate) secrets: Arc<dyn SecretStore>,
    pub(crate) biometrics: Mutex<Option<Arc<dyn Biometrics>>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) device: String,
    pub(crate) http: HttpClient,
    /// Held while tokens are refreshed.
    pub(crate) refreshing: tokio::sync::Mutex<()>,
    /// Held during a sync.
    pub(crate) syncing: tokio::sync::Mutex<()>,
    /// Held while a PIN is checked.
    pub(crate) unlocking: tokio::sync::Mutex<()>,
    /// Notified after each local write.
    pub(crate) wrote: tokio::sync::Notify,
    /// Notified to stop staying in sync.
    pub(crate) enough: tokio::sync::Notify,
    pub(crate) limits: OnceLock<Limits>,
    /// Language and region of the platform.
    pub(crate) platform: Mutex<Platform>,
    random: Mutex<Random>,
    notices: Notices,
    pub(crate) salvaged: OnceLock<Salvaged>,
}

impl Phone {
    /// Opens the store in `setup.home`, or creates it. Without an account the journal can be written at once; with a
    /// PIN, after [`AppLock::unlock`].
    pub fn open(mut setup: Setup) -> Result<Self, Error> {
        erasing::finish(&setup.home, setup.secrets.as_ref())?;
        let path = setup.home.join(store::FILE);
        let auto_lock = AutoLock::new(setup.clock.clone());
        auto_lock.set_after(
            PinLock::load(setup.secrets.as_ref()).map_err(store::Error::from)?.and_then(|kept| kept.auto_lock_s),
        );
        let opened = Store::open(&path, setup.secrets.as_ref(), &mut setup.random, auto_lock)?;
        let phone = Self {
            store: Arc::new(opened.store),
            home: setup.home,
            secrets: setup.secrets,
            biometrics: Mutex::default(),
            unlocking: tokio::sync::Mutex::default(),
            http: HttpClient::new(setup.retry)?,
            clock: setup.clock,
            device: setup.device,
            refreshing: tokio::sync::Mutex::default(),
            syncing: tokio::sync::Mutex::default(),
            wrote: tokio::sync::Notify::new(),
            enough: tokio::sync::Notify::new(),
            limits: OnceLock::new(),
            platform: Mutex::default(),
            random: Mutex::new(setup.random),
            notices: Notices::new(),
            salvaged: OnceLock::new(),
        };
        phone.begin(opened.salvaged)?;
        Ok(phone)
    }

    /// The data that was salvaged from a damaged journal, if one was found on opening.
    pub fn salvaged(&self) -> Option<&Salvaged> {
        self.salvaged.get()
    }

    /// Runs after the store was opened: creates the private collection's id and deletes unused attachments.
    pub(crate) fn begin(&self, salvaged: Option<Salvaged>) -> Result<(), Error> {
        if let Some(salvaged) = salvaged {
            // Only the first is kept: a second one would need a second damage while the app runs.
            let _ = self.salvaged.set(salvaged);
        }
        store::reserve::remove_left(&self.home);
        if !self.store.is_open() {
            return Ok(());
        }
        self.own_collection()?;
        self.attachments().sweep_attachments()
    }

    /// Notifies `observer` of changed views, until `stop_observing` with the number that this returns, or until the
    /// phone is dropped.
    pub fn observe(&self, observer: Arc<dyn Observer>) -> u64 {
        self.notices.add(observer)
    }

    /// Removes an observer. A notification in progress may still reach it.
    pub fn stop_observing(&self, number: u64) {
        self.notices.remove(number);
    }

    pub(crate) fn changed(&self, view: View) {
        self.notices.send(view);
    }

    pub(crate) fn random(&self) -> MutexGuard<'_, Random> {
        // The generator is consistent after every step, so a poisoned lock can be used.
        self.random.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new record's id, for a record that is about `when`: ids sort by time.
    pub(crate) fn new_id(&self, when: &Moment) -> RecordId {
        RecordId::new(u64::try_from(when.unix_ms).unwrap_or_default(), self.random().bytes())
    }

    /// The key of a record of the own journal.
    pub(crate) fn own(ledger: &mut StoreLedger<'_>, id: RecordId) -> Result<Key, store::Error> {
        let collection = ledger.private()?.ok_or(store::Error::Damaged)?;
        Ok(Key { collection, id })
    }

    /// The id of the private collection.
    pub fn private_collection(&self) -> Result<CollectionId, Error> {
        Ok(self.store.read(|connection| StoreLedger::new(connection).private())?.ok_or(store::Error::Damaged)?)
    }

    /// Creates the private collection's id with the store: it becomes the account's when one is registered.
    fn own_collection(&self) -> Result<(), Error> {
        let now = u64::try_from(self.clock.now().unix_ms).unwrap_or_default();
        let id = CollectionId::new(now, self.random().bytes());
        self.store.write(|connection| match settings::get(connection, settings::PRIVATE)? {
            Some(_) => Ok(()),
            None => Ok(settings::set(connection, settings::PRIVATE, id.as_bytes())?),
        })
    }
}

macro_rules! handles {
    ($($(#[$doc:meta])* $accessor:ident: $Handle:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $Handle<'a> {
                pub(crate) phone: &'a Phone,
            }
        )*

        /// The calls of the phone, by subject.
        impl Phone {
            $(
                $(#[$doc])*
                pub fn $accessor(&self) -> $Handle<'_> {
                    $Handle { phone: self }
                }
            )*
        }
    };
}

handles! {
    /// The account: register, sign in, recover, devices, password, a lost phone.
    account: Accounts;
    /// Care relationships: invitations, therapists, safety words, who can read.
    care: Care;
    /// Entries: write, edit, drafts, earlier versions, conflicts, prompts.
    entries: Entries;
    /// The arc of the sessions: sessions, check-ins, intentions, steps, suggestions.
    sessions: Sessions;
    /// The side-effect check.
    side_effects: SideEffects;
    /// Measures, question by question.
    measures: Measures;
    /// Safety: the safety page, help now, the crisis plan.
    safety: Safety;
    /// Sharing: share, take back, sharing rules, consents, the therapist's replies.
    sharing: Sharing;
    /// What the pages of the journal show: today, the timeline, an entry, search, look back.
    pages: Pages;
    /// Photos and voice notes.
    attachments: Attachments;
    /// Export and import.
    transfer: Transfer;
    /// The app's lock: PIN, biometrics, auto-lock.
    app_lock: AppLock;
    /// Preferences, reminders, the platform's language and region.
    settings: Settings;
    /// Synchronization with the server.
    sync: Syncing;
    /// Erasing this phone or everything.
    erasure: Erasure;
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone")
    }
}
