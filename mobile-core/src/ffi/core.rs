//! Opening the journal.

use std::sync::Arc;

use protocol::RecordId;

use super::CoreError;
use crate::clock::{PlatformClock, ZoneSource};
use crate::observer::Observer;
use crate::secrets::SecretStore;
use crate::{Error, Phone, Setup};

/// The phone without its screen. Open it once while the app runs.
#[derive(uniffi::Object)]
pub struct PhoneCore {
    pub(super) phone: Phone,
}

/// What became of a damaged journal.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SalvagedView {
    /// Where the damaged file is kept.
    pub moved_to: String,
    /// Records that were brought back.
    pub records: u32,
    /// Drafts that were brought back.
    pub drafts: u32,
    /// Whether the account was brought back; otherwise sign in again.
    pub signed_in: bool,
}

#[uniffi::export]
impl PhoneCore {
    /// Opens the journal in the folder `home`, or begins one: it can be written without an account. `device` is what
    /// the person reads in the list of devices; `secrets` keeps the key that opens the encrypted store; `zone` names the
    /// time zone, where the platform knows it better than the core.
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

    /// Tells `observer` which views change. It is told after the change, from another thread.
    pub fn observe(&self, observer: Arc<dyn Observer>) {
        self.phone.observe(observer);
    }

    /// What became of a damaged journal, if this opening found one: say so to the person.
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
    /// A result with its error in the person's language.
    pub(super) fn said<T>(&self, result: Result<T, Error>) -> Result<T, CoreError> {
        result.map_err(|error| CoreError::said(&error, self.phone.words()))
    }
}

/// An entry's id as it came over the border.
pub(super) fn entry(id: &str) -> Result<RecordId, Error> {
    id.parse().map_err(|_| Error::NoEntry)
}

/// An entry's id that may be absent.
pub(super) fn entry_or_none(id: Option<String>) -> Result<Option<RecordId>, Error> {
    id.as_deref().map(entry).transpose()
}
