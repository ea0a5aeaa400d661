//! The keys and bonds of this phone as input of the sync machine.

use std::collections::BTreeMap;

use journal::seal::{AccountKey, Bond, Keyring, Keys, Reader, account::with_account_key};
use journal::sync::admit::device_number;
use journal::sync::{CareContext, Context, Side};
use protocol::{AccountId, CollectionId};

use crate::Error;
use crate::store::Connection;
use crate::store::account::{self, Account};
use crate::store::collections::{self, CollectionState};
use crate::store::{self, settings};

/// Keys, private collection and bonds of the account on this phone: owns the data that [`Context`] borrows.
pub(crate) struct SyncContext {
    account: AccountId,
    private: CollectionId,
    keyring: Keyring,
    care: BTreeMap<CollectionId, CareContext>,
    minutes: i64,
    device: u32,
}

impl SyncContext {
    /// Loads it from the store; `None` while there is no account on this phone.
    pub fn load(connection: &mut Connection, now_ms: i64) -> Result<Option<Self>, store::Error> {
        let Some(account) = account::get(connection)? else { return Ok(None) };
        let Some(private) = collections::private(connection)? else { return Ok(None) };
        let asked = settings::get(connection, settings::READERS_ASKED)?.is_none();
        let keyring = collections::keyring(connection)?;
        let known = collections::all(connection)?;
        let open = known.iter().filter(|one| one.is_open());
        let care = open.filter_map(|one| Some((one.id, care(one, one.open_bond()?, asked))));
        let care = care.collect();
        let (minutes, device) = (now_ms.div_euclid(60_000), device_number(account.device));
        Ok(Some(Self { account: account.id, private, keyring, care, minutes, device }))
    }

    /// The context of the sync machine.
    pub fn context(&self) -> Context<'_> {
        Context {
            account: self.account,
            side: Side::Client,
            reader: Reader { keyring: &self.keyring, private: self.private },
            care: self.care.clone(),
            minutes: self.minutes,
            device: self.device,
        }
    }
}

fn care(known: &CollectionState, bond: &Bond, confirmed: bool) -> CareContext {
    CareContext { other: bond.account, writable: confirmed && known.problem.is_none() }
}

/// The account's keys with all collection keys that this phone holds.
pub(crate) fn keys(connection: &mut Connection, account: &Account) -> Result<Keys, Error> {
    let key = AccountKey::from_bytes(&account.account_key)?;
    let mut keys = with_account_key(account.id, key, &account.manifest)?;
    keys.keyring = collections::keyring(connection)?;
    Ok(keys)
}
