//! What an account says of itself: its manifest, sealed. The server keeps one, and takes none but the next.

use protocol::Code;
use protocol::account::SealedManifest;

use super::Actor;
use crate::app::App;
use crate::bounds;
use crate::db::{self, Tx};
use crate::fault::Result;
use crate::sync::Notice;

/// A manifest on its way in, as large as it may be.
pub struct Next {
    version: i64,
    sealed: Vec<u8>,
}

impl Next {
    /// Looks at what was sent.
    pub fn new(asked: SealedManifest) -> Result<Self> {
        let sealed = bounds::bytes(asked.sealed, bounds::KEY, "the manifest")?;
        Ok(Self { version: asked.version.into(), sealed })
    }

    /// Whether this is the manifest that stands.
    pub fn stands_in(&self, row: &db::accounts::AccountRow) -> bool {
        (row.manifest_version, &row.manifest) == (self.version, &self.sealed)
    }

    /// Keeps it, if it is the next one.
    pub fn keep(&self, tx: &mut Tx<'_>, actor: Actor) -> Result<()> {
        if !db::accounts::set_manifest(tx, actor.account.into(), self.version, &self.sealed)? {
            return Err(Code::ManifestTaken.into());
        }
        // Its version is remembered with what the account may do.
        tx.announce(Notice::Standing(actor.account));
        Ok(())
    }
}

/// Takes an account's next manifest. The same one sent again is answered the same.
pub async fn put(app: &App, actor: Actor, asked: SealedManifest) -> Result<()> {
    let next = Next::new(asked)?;
    app.db
        .write(move |tx| {
            db::accounts::lock(tx, actor.account.into())?;
            let row = db::accounts::by_id(tx, actor.account.into())?.ok_or(Code::Unauthenticated)?;
            if next.stands_in(&row) { Ok(()) } else { next.keep(tx, actor) }
        })
        .await
}
