//! Sharing is a copy: the private record is the truth, and a care collection holds a projection of it under the same
//! id, written and taken back in the same transaction.

use diesel::SqliteConnection;
use journal::record::Payload;
use journal::sync::{Ledger as _, write};
use protocol::{CollectionId, RecordId};
use serde::Serialize;
use serde_json::{Value, json};

use super::rules;
use crate::store::collections;
use crate::store::pages;
use crate::store::recall;
use crate::store::records::Books;
use crate::view::EntryView;
use crate::{Error, Phone};

/// Exactly what a therapist sees, or would see.
#[derive(Clone, Debug, PartialEq, Serialize, uniffi::Record)]
pub struct Preview {
    /// As it is laid out.
    pub entry: EntryView,
    /// As it is sealed: the copy's JSON, to the last field.
    pub json: String,
}

impl Phone {
    /// What the therapist would see if the entry were shared now. `care` may be left out when there is only one.
    pub fn preview(&self, id: RecordId, care: Option<&str>) -> Result<Preview, Error> {
        let care = self.care_named(care)?;
        let mut payload = self.own_payload(id)?;
        set_shared(&mut payload, care, true);
        let copy = payload.projection(care).ok_or(Error::Fault)?;
        let json = String::from_utf8(copy.to_json()).map_err(|_| Error::Fault)?;
        Ok(Preview { entry: self.lay_out_copy(id, &copy)?, json })
    }

    /// Shares an entry with a therapist, from now on and with later changes. `care` may be left out when there is only
    /// one relationship. Sharing what is shared is no error.
    pub fn share(&self, id: RecordId, care: Option<&str>) -> Result<(), Error> {
        self.share_all(&[id], care)
    }

    /// Shares several entries at once: all of them, or none. What a safety item of a measure led to goes with the
    /// measure: a therapist who reads the one must not miss the other.
    ///
    /// # Errors
    /// [`Error::PinAgain`] where there is a PIN and it was not just shown; [`Error::WordsFirst`] where somebody of the same name
    /// had another key, and the words were not compared.
    pub fn share_several(&self, ids: &[RecordId], care: Option<&str>) -> Result<(), Error> {
        self.shown_again()?;
        let to = self.care_named(care)?;
        let bonds = self.store.read(collections::bonds)?;
        if bonds.iter().any(|bond| bond.care == to && bond.needs_comparing(&bonds)) {
            return Err(Error::WordsFirst);
        }
        self.share_all(ids, care)
    }

    fn share_all(&self, ids: &[RecordId], care: Option<&str>) -> Result<(), Error> {
        let care = self.care_named(care)?;
        // What was written about harm in a session is never shared with anybody by this app.
        for id in ids {
            if rules::withheld(&self.own_payload(*id)?) {
                return Err(Error::WrongKind);
            }
        }
        self.change_shares(ids, |payload| set_shared(payload, care, true))
    }

    /// What is shared with a therapist now, oldest first; what was, where the relationship has ended. Shared with another
    /// therapist ([`Phone::share_several`], with [`Phone::share_view`] before it) it goes along to them: a hand-over,
    /// supervision, a second opinion. What belongs to one relationship alone, as a consent does, is not among it.
    pub fn shared_with(&self, care: &str) -> Result<Vec<RecordId>, Error> {
        let care = care.parse().map_err(|_| Error::NoCare)?;
        Ok(self.store.read(|connection| recall::shared_ids(connection, care, &rules::KINDS))?)
    }

    /// Takes an entry back: with the next sync it is removed from the server and from the therapist's view. Without
    /// `care` it is taken back from everybody.
    pub fn take_back(&self, id: RecordId, care: Option<&str>) -> Result<(), Error> {
        let care = care.map(|care| care.parse::<CollectionId>().map_err(|_| Error::NoCare)).transpose()?;
        self.change_shares(&[id], |payload| match care {
            Some(care) => set_shared(payload, care, false),
            None => drop(payload.0.remove("shared_with")),
        })
    }

    /// "I want to talk about this": said of an entry, or taken back. Reflections, check-ins and measures can be marked.
    pub fn mark_to_talk(&self, id: RecordId, marked: bool) -> Result<(), Error> {
        self.change_payload(id, |payload| {
            if !["reflection", "check_in", "measure_response"].contains(&payload.kind()) {
                return Err(Error::WrongKind);
            }
            match marked {
                true => drop(payload.0.insert("wants_to_talk".into(), true.into())),
                false => drop(payload.0.remove("wants_to_talk")),
            }
            Ok(())
        })
    }

    fn change_shares(&self, ids: &[RecordId], change: impl Fn(&mut Payload)) -> Result<(), Error> {
        self.store.write::<_, Error>(|connection| {
            for id in ids {
                for id in [&[*id], &with_it(connection, *id)?[..]].concat() {
                    let mut books = Books::on(connection);
                    let key = Self::own(&mut books, id)?;
                    let mut payload = books.row(&key)?.and_then(|row| row.content).ok_or(Error::NoEntry)?;
                    change(&mut payload);
                    write(&mut books, &key, Some(payload))?;
                }
            }
            Ok(())
        })?;
        self.written();
        Ok(())
    }
}

/// What is shared together with an entry.
pub(crate) fn with_it(connection: &mut SqliteConnection, id: RecordId) -> Result<Vec<RecordId>, Error> {
    let events = pages::about(connection, id, &["safety_event"])?;
    Ok(events.into_iter().map(|(key, _)| key.id).collect())
}

pub(super) fn set_shared(payload: &mut Payload, care: CollectionId, shared: bool) {
    let mut list = payload.shared_with();
    list.retain(|one| *one != care);
    if shared {
        list.push(care);
    }
    let list: Vec<Value> = list.iter().map(|id| json!(id)).collect();
    if list.is_empty() {
        payload.0.remove("shared_with");
    } else {
        payload.0.insert("shared_with".into(), Value::Array(list));
    }
}
