//! The phone: a store, a clock, randomness, and a way to the server.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use journal::record::Moment;
use journal::seal::Random;
use journal::sync::{Key, Ledger as _};
use protocol::{CollectionId, Limits, RecordId};

use crate::clock::{Clock, SystemClock};
use crate::driver::Retry;
use crate::driver::wire::Wire;
use crate::lock::{Biometrics, Gate, Kept};
use crate::messages::Platform;
use crate::observer::{Notices, Observer, View};
use crate::secrets::SecretStore;
use crate::store::records::Books;
use crate::store::{Salvaged, Store, settings};
use crate::{Error, erase, store};

/// The file of the encrypted store, in the phone's home.
pub(crate) const STORE: &str = "journal.sqlite3";

/// With what a phone is opened.
pub struct Setup {
    /// The folder of the encrypted store.
    pub home: PathBuf,
    /// What the account's owner reads in the list of devices.
    pub device: String,
    /// Where the platform keeps the store's key.
    pub secrets: Arc<dyn SecretStore>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Seeded once; everything random on this phone comes from it.
    pub random: Random,
    /// How patiently calls are tried again.
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

/// The phone without its screen. Shared between threads; a call that does not wait for the network takes milliseconds.
pub struct Phone {
    pub(crate) store: Arc<Store>,
    pub(crate) home: PathBuf,
    pub(crate) secrets: Arc<dyn SecretStore>,
    pub(crate) biometrics: Mutex<Option<Arc<dyn Biometrics>>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) device: String,
    pub(crate) wire: Wire,
    /// Held by the one that asks for new tokens.
    pub(crate) refreshing: tokio::sync::Mutex<()>,
    /// Held by the one that syncs.
    pub(crate) syncing: tokio::sync::Mutex<()>,
    /// Held by the one whose PIN is being checked.
    pub(crate) unlocking: tokio::sync::Mutex<()>,
    /// Something was written here that may wait to be sent.
    pub(crate) wrote: tokio::sync::Notify,
    /// Woken when staying in sync is to end.
    pub(crate) enough: tokio::sync::Notify,
    pub(crate) limits: OnceLock<Limits>,
    /// What the platform says of language and region.
    pub(crate) platform: Mutex<Platform>,
    random: Mutex<Random>,
    notices: Notices,
    pub(crate) salvaged: OnceLock<Salvaged>,
}

impl Phone {
    /// Opens the store in `setup.home`, or makes it. A journal can be written from here on, without an account; with a
    /// PIN, from [`Phone::unlock`] on.
    pub fn open(mut setup: Setup) -> Result<Self, Error> {
        erase::finish(&setup.home, setup.secrets.as_ref())?;
        let path = setup.home.join(STORE);
        let gate = Gate::open(setup.clock.clone());
        gate.set_after(
            Kept::load(setup.secrets.as_ref()).map_err(store::Error::from)?.and_then(|kept| kept.auto_lock_s),
        );
        let opened = Store::open(&path, setup.secrets.as_ref(), &mut setup.random, gate)?;
        let phone = Self {
            store: Arc::new(opened.store),
            home: setup.home,
            secrets: setup.secrets,
            biometrics: Mutex::default(),
            unlocking: tokio::sync::Mutex::default(),
            wire: Wire::new(setup.retry)?,
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

    /// What became of a damaged journal, if this opening found one.
    pub fn salvaged(&self) -> Option<&Salvaged> {
        self.salvaged.get()
    }

    /// The store is open: what has to be there from the first moment on.
    pub(crate) fn begin(&self, salvaged: Option<Salvaged>) -> Result<(), Error> {
        if let Some(salvaged) = salvaged {
            // Only the first one is told: a second one would need a second damage while the app runs.
            let _ = self.salvaged.set(salvaged);
        }
        if !self.store.is_open() {
            return Ok(());
        }
        self.own_collection()?;
        self.sweep_attachments()
    }

    /// Tells `observer` which views change, until the phone is dropped.
    pub fn observe(&self, observer: Arc<dyn Observer>) {
        self.notices.add(observer);
    }

    pub(crate) fn changed(&self, view: View) {
        self.notices.send(view);
    }

    pub(crate) fn random(&self) -> MutexGuard<'_, Random> {
        // A generator is whole after every step, whoever panicked beside it.
        self.random.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new record's id, for a record that is about `when`: ids sort by time.
    pub(crate) fn new_id(&self, when: &Moment) -> RecordId {
        RecordId::new(u64::try_from(when.unix_ms).unwrap_or_default(), self.random().bytes())
    }

    /// Where a record of this phone's own is kept.
    pub(crate) fn own(books: &mut Books<'_>, id: RecordId) -> Result<Key, store::Error> {
        let collection = books.private()?.ok_or(store::Error::Damaged)?;
        Ok(Key { collection, id })
    }

    /// The collection of the own journal.
    pub fn private_collection(&self) -> Result<CollectionId, Error> {
        Ok(self.store.read(|connection| Books::on(connection).private())?.ok_or(store::Error::Damaged)?)
    }

    /// Makes the private collection's id with the store: it becomes the account's when one is registered.
    fn own_collection(&self) -> Result<(), Error> {
        let now = u64::try_from(self.clock.now().unix_ms).unwrap_or_default();
        let id = CollectionId::new(now, self.random().bytes());
        self.store.write(|connection| match settings::get(connection, settings::PRIVATE)? {
            Some(_) => Ok(()),
            None => Ok(settings::set(connection, settings::PRIVATE, id.as_bytes())?),
        })
    }
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone")
    }
}
