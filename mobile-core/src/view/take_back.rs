//! Taking back: the accurate text before the server has confirmed it, and after.

use journal::record::Body;
use journal::sync::Ledger as _;
use protocol::RecordId;
use serde::Serialize;

use super::context::ViewContext;
use crate::phone::Sharing;
use crate::store::pages;
use crate::store::records::StoreLedger;
use crate::{Error, store};

/// An entry that was taken back from a therapist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct TakeBackView {
    /// The care relationship.
    pub care: String,
    /// Whether the server no longer has it. Until then the therapist may still open it.
    pub confirmed: bool,
    /// The same as a sentence: "Taken back. M. Osei can no longer open it. It was not read."
    pub said: String,
}

impl Sharing<'_> {
    /// Takes an entry back and returns its state: usually the server's confirmation is still pending.
    pub fn take_back_text(self, id: RecordId, care: Option<&str>) -> Result<String, Error> {
        self.take_back(id, care)?;
        let taken = self.taken_back(id)?.into_iter().filter(|one| care.is_none_or(|care| care == one.care));
        Ok(taken.map(|one| one.said).collect::<Vec<_>>().join(" "))
    }

    /// The therapists from whom an entry was taken back, and whether the server has confirmed it. Without those with
    /// whom it is shared again.
    pub fn taken_back(self, id: RecordId) -> Result<Vec<TakeBackView>, Error> {
        let context = self.phone.view_context()?;
        // The notice about a safety event, or about red side effects, already shows its content.
        let shows_all = matches!(self.phone.own_record(id)?.body, Body::SafetyEvent(_) | Body::SideEffectCheck(_));
        let (rows, notices) = self.phone.store.read(|connection| {
            let private = StoreLedger::new(connection).private()?.ok_or(store::Error::Damaged)?;
            let rows: Vec<_> = pages::everywhere(connection, id)?
                .into_iter()
                .filter(|(key, row)| key.collection != private && row.content.is_none())
                .collect();
            Ok((rows, pages::about(connection, id, &["safety_event"])?))
        })?;
        let notices: Vec<RecordId> = notices.into_iter().map(|(key, _)| key.id).chain([id]).collect();
        let view = |(key, row): (journal::sync::Key, journal::sync::Row)| {
            let care = key.collection.to_string();
            let never_left = row.revision == 0 && row.sent.is_none();
            let (read, noticed) = match (self.marked_at(&care, id)?, self.phone.safety().seen_at(&care, &notices)?) {
                (read, noticed) if shows_all => (read.or(noticed), None),
                apart => apart,
            };
            let confirmed = never_left || !row.dirty;
            let said = if never_left {
                context.words.say("take-back-never_left")
            } else {
                state_text(&context, &care, confirmed, read, noticed)
            };
            Ok(TakeBackView { care, confirmed, said })
        };
        rows.into_iter().map(view).collect()
    }

    /// When the therapist last opened or reviewed an entry. Notices about safety answers are not included.
    fn marked_at(self, care: &str, id: RecordId) -> Result<Option<i64>, Error> {
        let marks = self.phone.store.read(|connection| pages::about(connection, id, &["review_mark"]))?;
        let here = marks.into_iter().filter(|(key, _)| key.collection.to_string() == care);
        let at = |(_, row): (journal::sync::Key, journal::sync::Row)| Some(row.content?.to_record().ok()?.when.unix_ms);
        Ok(here.filter_map(at).max())
    }
}

/// A text which states at once that an entry was read, and only once it can no longer be read that it was not.
fn state_text(context: &ViewContext, care: &str, confirmed: bool, read: Option<i64>, noticed: Option<i64>) -> String {
    let head = if confirmed { "take-back-done" } else { "take-back-waiting" };
    let head = context.of_those(&[care.to_owned()], head, &[]);
    let when = |at: i64| [("when", context.relative(at).into())];
    let tail = match (read, noticed) {
        (Some(at), _) => context.words.fill("take-back-read", &when(at)),
        (None, Some(at)) => context.words.fill("take-back-noticed", &when(at)),
        (None, None) if confirmed => context.words.say("take-back-unread"),
        (None, None) => return head,
    };
    format!("{head} {tail}")
}
