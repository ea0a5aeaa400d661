//! Setting, changing and removing the PIN; unlocking and locking.

use std::sync::{Arc, PoisonError};

use journal::seal::{self, Stretch};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::phone::AppLock;
use crate::secrets::{self, BiometricError, Biometrics, PinLock, STORE_KEY, SecretError, StoreKey};
use crate::{Error, View, store};

const PIN_MIN: usize = 4;
/// The smallest limit: with fewer attempts, a tired person could lose the journal.
const WIPE_LEAST: u32 = 5;
const AUTO_LOCK_S: u32 = 5 * 60;

/// The state of the lock. Available while the journal is locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct LockView {
    /// Whether a PIN is set.
    pub pin: bool,
    /// Whether the journal is locked.
    pub locked: bool,
    /// Seconds until the next PIN can be tried.
    pub wait_s: u64,
    /// Remaining attempts before everything on this phone is deleted, if the person chose that.
    pub left_before_wipe: Option<u32>,
    /// The number of wrong PINs after which everything is deleted, if the person chose that.
    pub wipe_after: Option<u32>,
    /// Seconds without a touch until it locks; 0: whenever the app leaves the screen; absent: never.
    pub auto_lock_s: Option<u32>,
    /// Seconds until auto-lock: check again then.
    pub locks_in_s: Option<u64>,
    /// Whether face or fingerprint unlocks it as well.
    pub biometrics: bool,
}

impl AppLock<'_> {
    /// The state of the lock.
    pub fn lock_view(self) -> Result<LockView, Error> {
        let kept = self.kept()?;
        let wait = kept.as_ref().map(|kept| kept.wait(self.since_boot_ms())).unwrap_or_default();
        Ok(LockView {
            pin: kept.is_some(),
            locked: self.is_locked(),
            wait_s: wait.as_millis().div_ceil(1_000) as u64,
            left_before_wipe: kept.as_ref().and_then(PinLock::attempts_left),
            wipe_after: kept.as_ref().and_then(|kept| kept.wipe_after),
            auto_lock_s: kept.as_ref().and_then(|kept| kept.auto_lock_s),
            locks_in_s: self.phone.store.auto_lock().time_left().map(|left| left.as_millis().div_ceil(1_000) as u64),
            biometrics: kept.is_some_and(|kept| kept.biometrics),
        })
    }

    /// Whether the journal is locked. Locks it if auto-lock is due.
    pub fn is_locked(self) -> bool {
        !self.phone.store.is_open()
    }

    /// Sets a PIN, or replaces `old`. From then on the store's key is stored only under it. A person who forgets the
    /// PIN gets back the synced data by erasing the phone and signing in again.
    ///
    /// # Errors
    /// [`Error::PinTooShort`]; [`Error::PinWrong`] and [`Error::PinWait`] for `old`.
    pub async fn set_pin(self, pin: &str, old: Option<&str>) -> Result<(), Error> {
        if pin.chars().count() < PIN_MIN {
            return Err(Error::PinTooShort);
        }
        let earlier = self.kept()?;
        let key = match (&earlier, old) {
            (Some(_), Some(old)) => self.check_pin(old).await?,
            (Some(_), None) => return Err(Error::PinWrong { left: None }),
            (None, _) => {
                secrets::load_key(self.phone.secrets.as_ref()).map_err(kept)?.ok_or(store::Error::KeyMissing)?
            }
        };
        let _one = self.phone.unlocking.lock().await;
        let (pin, stretch) = (Zeroizing::new(pin.to_owned()), Stretch::new(&mut self.phone.random()));
        let sealed = self.phone.account().stretched(move |random| stretch.seal_key(&pin, &key, random)).await?.into();
        let auto_lock_s = Some(AUTO_LOCK_S);
        let fresh =
            PinLock { stretch, sealed, failures: 0, failed_at_ms: 0, wipe_after: None, auto_lock_s, biometrics: false };
        let fresh = match earlier {
            Some(earlier) => PinLock { stretch, sealed: fresh.sealed, failures: 0, ..earlier },
            None => fresh,
        };
        fresh.save(self.phone.secrets.as_ref()).map_err(kept)?;
        // After the lock is stored: a kill in between leaves both, and the PIN is in force.
        self.phone.secrets.forget(STORE_KEY.into()).map_err(kept)?;
        self.phone.store.auto_lock().set_after(fresh.auto_lock_s);
        self.phone.store.auto_lock().touch();
        self.phone.store.auto_lock().authenticated();
        self.phone.changed(View::Lock);
        Ok(())
    }

    /// Removes the PIN: the platform's key store alone opens the journal again.
    pub async fn remove_pin(self, pin: &str) -> Result<(), Error> {
        let key = self.check_pin(pin).await?;
        self.forget_biometrics()?;
        self.phone.secrets.save(STORE_KEY.into(), key.to_vec()).map_err(kept)?;
        self.phone.secrets.forget(secrets::pin_lock::PIN_LOCK.into()).map_err(kept)?;
        self.phone.store.auto_lock().set_after(None);
        self.phone.changed(View::Lock);
        Ok(())
    }

    /// Unlocks the journal.
    ///
    /// # Errors
    /// [`Error::PinWrong`], [`Error::PinWait`]; [`Error::Wiped`] if that was the last attempt that the person had
    /// allowed; and the errors of opening a store.
    pub async fn unlock(self, pin: &str) -> Result<(), Error> {
        let key = self.check_pin(pin).await?;
        self.open_with(&key)
    }

    /// Locks at once: the key and all data that was read with it leave this process. Returns whether a PIN locks the
    /// journal; without one it is not locked, and the app should exit.
    pub fn lock(self) -> Result<bool, Error> {
        let locked = self.kept()?.is_some();
        if locked {
            self.phone.store.auto_lock().forget_authentication();
            self.phone.store.close();
            self.phone.changed(View::Lock);
        }
        Ok(locked)
    }

    /// Restarts the time until auto-lock. Call it when the screen is touched.
    pub fn touch(self) {
        if !self.is_locked() {
            self.phone.store.auto_lock().touch();
        }
    }

    /// The app leaves the screen: save the draft before this. Locks if the person chose that for this case.
    pub fn leave_screen(self) -> Result<(), Error> {
        match self.kept()? {
            Some(PinLock { auto_lock_s: Some(0), .. }) => self.lock().map(drop),
            _ => Ok(()),
        }
    }

    /// Sets the seconds without a touch until it locks; 0: whenever the app leaves the screen; `None`: never.
    pub fn set_auto_lock(self, seconds: Option<u32>) -> Result<(), Error> {
        self.change_lock(|lock| lock.auto_lock_s = seconds)?;
        self.phone.store.auto_lock().set_after(seconds);
        self.phone.store.auto_lock().touch();
        Ok(())
    }

    /// Sets the number of wrong PINs in a row after which everything on this phone is deleted, at least five; `None`: never.
    /// Show [`Erasure::what_would_be_lost`](crate::phone::Erasure::what_would_be_lost) before.
    pub async fn set_wipe_after(self, failures: Option<u32>, pin: &str) -> Result<(), Error> {
        if failures.is_some_and(|failures| failures < WIPE_LEAST) {
            return Err(Error::Invalid);
        }
        self.check_pin(pin).await?;
        self.change_lock(|lock| lock.wipe_after = failures)
    }

    /// Sets how the platform asks for face or fingerprint. Without it only the PIN unlocks.
    pub fn use_biometrics(self, biometrics: Arc<dyn Biometrics>) {
        *self.phone.biometrics.lock().unwrap_or_else(PoisonError::into_inner) = Some(biometrics);
    }

    /// Turns on unlocking by face or fingerprint in addition to the PIN.
    pub async fn enable_biometrics(self, pin: &str) -> Result<(), Error> {
        let biometrics = self.asked_biometrics()?;
        let key = self.check_pin(pin).await?;
        off_thread(move || biometrics.keep(key.to_vec())).await?;
        self.change_lock(|lock| lock.biometrics = true)
    }

    /// Turns off unlocking by face or fingerprint.
    pub fn disable_biometrics(self) -> Result<(), Error> {
        self.change_lock(|lock| lock.biometrics = false)?;
        self.forget_biometrics()
    }

    /// Unlocks the journal with face or fingerprint.
    pub async fn unlock_with_biometrics(self) -> Result<(), Error> {
        let on = self.kept()?.is_some_and(|lock| lock.biometrics);
        if !on {
            return Err(BiometricError::Unavailable.into());
        }
        let biometrics = self.asked_biometrics()?;
        let secret = off_thread(move || biometrics.release()).await;
        if secret == Err(BiometricError::Changed)
            && let Some(lock) = self.kept()?
        {
            PinLock { biometrics: false, ..lock }.save(self.phone.secrets.as_ref()).map_err(kept)?;
            self.phone.changed(View::Lock);
        }
        let secret = Zeroizing::new(secret?);
        let key: StoreKey =
            Zeroizing::new(secret.as_slice().try_into().map_err(|_| Error::from(BiometricError::Changed))?);
        self.open_with(&key)?;
        self.phone.store.auto_lock().authenticated();
        Ok(())
    }

    /// Guards operations that another person with the unlocked phone must not perform: if a PIN is set, the person must
    /// have been authenticated within the last two minutes. [`AppLock::unlock`] authenticates, also while the journal is
    /// open.
    ///
    /// # Errors
    /// [`Error::PinAgain`].
    pub(crate) fn require_authentication(self) -> Result<(), Error> {
        if self.is_locked() {
            return Err(store::Error::Locked.into());
        }
        if self.kept()?.is_none() || self.phone.store.auto_lock().is_authenticated() {
            Ok(())
        } else {
            Err(Error::PinAgain)
        }
    }

    fn open_with(self, key: &StoreKey) -> Result<(), Error> {
        self.phone.store.auto_lock().touch();
        if self.is_locked() {
            let salvaged = self.phone.store.unlock(key)?;
            self.phone.begin(salvaged)?;
        }
        // Left over if the process was killed between setting a PIN and deleting the key.
        self.phone.secrets.forget(STORE_KEY.into()).map_err(kept)?;
        for view in [View::Lock, View::Timeline, View::Status] {
            self.phone.changed(view);
        }
        Ok(())
    }

    /// The store's key, for a person who knows the PIN. Concurrent attempts run one after the other.
    async fn check_pin(self, pin: &str) -> Result<StoreKey, Error> {
        let _one = self.phone.unlocking.lock().await;
        let mut lock = self.kept()?.ok_or(Error::NoPin)?;
        let now = self.since_boot_ms();
        let wait = lock.wait(now);
        if !wait.is_zero() {
            return Err(Error::PinWait { seconds: wait.as_millis().div_ceil(1_000) as u64 });
        }
        lock.failures += 1;
        lock.failed_at_ms = now;
        lock.save(self.phone.secrets.as_ref()).map_err(kept)?;
        let (pin, stretch, sealed) = (Zeroizing::new(pin.to_owned()), lock.stretch, lock.sealed.clone());
        match self.phone.account().stretched(move |_| stretch.open_key(&pin, sealed.as_ref())).await {
            Ok(key) => {
                // Read again: changes made while the PIN was stretched are kept.
                let mut lock = self.kept()?.ok_or(Error::NoPin)?;
                lock.failures = 0;
                lock.save(self.phone.secrets.as_ref()).map_err(kept)?;
                self.phone.store.auto_lock().authenticated();
                Ok(key)
            }
            Err(Error::Seal(seal::Error::Unopened)) if lock.attempts_left() == Some(0) => {
                self.phone.erasure().erase_here()?;
                Err(Error::Wiped)
            }
            Err(Error::Seal(seal::Error::Unopened)) => Err(Error::PinWrong { left: lock.attempts_left() }),
            Err(error) => Err(error),
        }
    }

    fn kept(self) -> Result<Option<PinLock>, Error> {
        PinLock::load(self.phone.secrets.as_ref()).map_err(kept)
    }

    /// Changes the lock's settings. Only possible while the journal is open.
    fn change_lock(self, change: impl FnOnce(&mut PinLock)) -> Result<(), Error> {
        if self.is_locked() {
            return Err(store::Error::Locked.into());
        }
        let mut lock = self.kept()?.ok_or(Error::NoPin)?;
        change(&mut lock);
        lock.save(self.phone.secrets.as_ref()).map_err(kept)?;
        self.phone.changed(View::Lock);
        Ok(())
    }

    fn asked_biometrics(self) -> Result<Arc<dyn Biometrics>, Error> {
        let biometrics = self.phone.biometrics.lock().unwrap_or_else(PoisonError::into_inner).clone();
        biometrics.ok_or_else(|| BiometricError::Unavailable.into())
    }

    pub(crate) fn forget_biometrics(self) -> Result<(), Error> {
        match self.asked_biometrics() {
            Ok(biometrics) => Ok(biometrics.forget()?),
            Err(_) => Ok(()),
        }
    }

    fn since_boot_ms(self) -> u64 {
        u64::try_from(self.phone.clock.since_boot().as_millis()).unwrap_or(u64::MAX)
    }
}

fn kept(error: SecretError) -> Error {
    Error::Store(error.into())
}

/// The platform may wait for the person.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BiometricError> + Send + 'static,
) -> Result<T, BiometricError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(BiometricError::Unavailable))
}
