//! The account as its own devices see it.

use protocol::AccountId;
use protocol::account::{Account, KeyBundle, Membership, SealedManifest};
use protocol::care::Role;

use crate::db::accounts::AccountRow;
use crate::db::{self, Conn};
use crate::fault::Result;

/// Reads an account; `None` if it does not exist.
pub(crate) fn read(conn: &mut Conn, account: AccountId) -> Result<Option<Account>> {
    let Some(row) = db::accounts::by_id(conn, account.into())? else { return Ok(None) };
    let member = match db::practice::member(conn, account.into())? {
        None => None,
        Some((member, practice)) => Some(Membership {
            practice: practice.id.into(),
            second_factor_missing: practice.second_factor_required
                && !db::second_factors::is_confirmed(conn, account.into())?,
            practice_name: practice.name,
            name: member.name,
            roles: roles(member.therapist, member.owner),
        }),
    };
    let handle = row.handle.clone();
    let (keys, manifest) = sealed(row);
    Ok(Some(Account { id: account, handle, keys, manifest, member }))
}

/// The account's sealed keys and manifest.
pub(crate) fn sealed(row: AccountRow) -> (KeyBundle, SealedManifest) {
    let keys = KeyBundle {
        account_by_password: row.account_by_password.into(),
        account_by_recovery: row.account_by_recovery.into(),
    };
    (keys, SealedManifest { version: row.manifest_version as u32, sealed: row.manifest.into() })
}

/// The roles in the form of the protocol.
pub(crate) fn roles(therapist: bool, owner: bool) -> Vec<Role> {
    [(therapist, Role::Therapist), (owner, Role::Owner)].into_iter().filter(|(is, _)| *is).map(|(_, r)| r).collect()
}
