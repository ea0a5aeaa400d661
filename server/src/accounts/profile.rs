//! An account as its own devices see it.

use protocol::AccountId;
use protocol::account::{Account, KeyBundle, Membership};
use protocol::care::Role;

use crate::db::{self, Conn};
use crate::fault::Result;

/// Reads it; nothing if there is no such account.
pub fn read(conn: &mut Conn, account: AccountId) -> Result<Option<Account>> {
    let Some(row) = db::accounts::by_id(conn, account.into())? else { return Ok(None) };
    let member = db::practice::member(conn, account.into())?.map(|(member, practice)| Membership {
        practice: practice.id.into(),
        practice_name: practice.name,
        name: member.name,
        roles: roles(member.therapist, member.owner),
    });
    let keys = KeyBundle {
        account_by_password: row.account_by_password.into(),
        account_by_recovery: row.account_by_recovery.into(),
        identity_sealed: row.identity_sealed.into(),
        identity_public: row.identity_public.into(),
    };
    Ok(Some(Account { id: account, handle: row.handle, keys, member }))
}

/// The roles as the wire names them.
pub fn roles(therapist: bool, owner: bool) -> Vec<Role> {
    [(therapist, Role::Therapist), (owner, Role::Owner)].into_iter().filter(|(is, _)| *is).map(|(_, r)| r).collect()
}
