//! The manifest: an account's sealed statement about itself. The server stores the latest version and accepts only
//! the next one.

use protocol::Code;
use protocol::account::SealedManifest;

use crate::actor::Actor;
use crate::app::App;
use crate::bounds;
use crate::changes::ChangeEvent;
use crate::db::{self, Tx};
use crate::fault::Result;

/// A validated next manifest.
pub(crate) struct NextManifest {
    version: i64,
    sealed: Vec<u8>,
}

impl NextManifest {
    pub(crate) fn new(request: SealedManifest) -> Result<Self> {
        let sealed = bounds::bytes(request.sealed, bounds::KEY, "the manifest")?;
        Ok(Self { version: request.version.into(), sealed })
    }

    /// Whether this manifest is already stored.
    pub(crate) fn is_stored_in(&self, row: &db::accounts::AccountRow) -> bool {
        (row.manifest_version, &row.manifest) == (self.version, &self.sealed)
    }

    /// Stores the manifest; fails with `manifest_taken` if it is not the next one.
    pub(crate) fn store(&self, tx: &mut Tx<'_>, actor: Actor) -> Result<()> {
        if !db::accounts::set_manifest(tx, actor.account.into(), self.version, &self.sealed)? {
            return Err(Code::ManifestTaken.into());
        }
        // The version is cached with the permissions.
        tx.emit(ChangeEvent::PermissionsChanged(actor.account));
        Ok(())
    }
}

/// Stores the account's next manifest. Idempotent.
pub(crate) async fn put(app: &App, actor: Actor, request: SealedManifest) -> Result<()> {
    let next = NextManifest::new(request)?;
    app.db
        .write(move |tx| {
            db::accounts::lock(tx, actor.account.into())?;
            let row = db::accounts::by_id(tx, actor.account.into())?.ok_or(Code::Unauthenticated)?;
            if next.is_stored_in(&row) { Ok(()) } else { next.store(tx, actor) }
        })
        .await
}
