//! Opening and observing the journal.

use std::sync::Arc;

use protocol::RecordId;

use super::CoreError;
use crate::clock::{PlatformClock, ZoneSource};
use crate::observer::Observer;
use crate::secrets::SecretStore;
use crate::{Error, Phone, Setup};

/// The phone without its screens. Open it once while the app runs.
#[derive(uniffi::Object)]
pub struct PhoneCore {
    pub(super) phone: Phone,
}

/// The data that was salvaged from a damaged journal.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SalvagedView {
    /// Where the damaged file is kept.
    pub moved_to: String,
    /// Records that were salvaged.
    pub records: u32,
    /// Drafts that were salvaged.
    pub drafts: u32,
    /// Whether the account was salvaged; otherwise sign in again.
    pub signed_in: bool,
}

#[uniffi::export]
impl PhoneCore {
    /// Opens the journal in the folder `home`, or creates one; it works without an account. `device` is the name of this
    /// phone in the list of devices; `secrets` stores the key of the encrypted store; `zone` returns the time zone, if the
    /// platform knows it better than the core.
    #[uniffi::constructor(default(zone = None))]
    pub fn open(
        home: String,
        device: String,
        secrets: Arc<dyn SecretStore>,
        zone: Option<Arc<dyn ZoneSource>>,
    ) -> Result<Arc<Self>, CoreError> {
        let mut setup = Setup::new(home, &device, secrets)?;
        if let Some(zone) = zone {
            setup.clock = Arc::new(PlatformClock(zone));
        }
        let phone = Phone::open(setup)?;
        Ok(Arc::new(Self { phone }))
    }

    /// Registers `observer` for changes of views. It is called after the change, on another thread. Returns the number for
    /// `stop_observing`.
    pub fn observe(&self, observer: Arc<dyn Observer>) -> u64 {
        self.phone.observe(observer)
    }

    /// Removes an observer. A change that is being reported may still reach it.
    pub fn stop_observing(&self, number: u64) {
        self.phone.stop_observing(number);
    }

    /// The data that was salvaged from a damaged journal, if one was found on opening: notify the person.
    pub fn salvaged(&self) -> Option<SalvagedView> {
        self.phone.salvaged().map(|salvaged| SalvagedView {
            moved_to: salvaged.moved_to.display().to_string(),
            records: salvaged.records,
            drafts: salvaged.drafts,
            signed_in: salvaged.signed_in,
        })
    }
}

impl PhoneCore {
    /// Converts the error of a result, with its sentence in the person's language.
    pub(super) fn localized<T>(&self, result: Result<T, Error>) -> Result<T, CoreError> {
        result.map_err(|error| CoreError::localized(&error, self.phone.words()))
    }
}

/// Parses the id of an entry.
pub(super) fn entry(id: &str) -> Result<RecordId, Error> {
    id.parse().map_err(|_| Error::NoEntry)
}

/// Parses the id of an entry, if there is one.
pub(super) fn entry_or_none(id: Option<String>) -> Result<Option<RecordId>, Error> {
    id.as_deref().map(entry).transpose()
}
