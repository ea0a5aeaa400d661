//! Sharing: the private record is the source of truth, and a care collection holds a projection of it under the same id.
//! Both are written, and removed, in the same transaction.

use journal::record::{Body, DosingSession, Payload, Record};
use protocol::{CollectionId, RecordId};

use crate::Error;
use crate::commit::{Origin, rules, with_it};
use crate::phone::Sharing;
use crate::store::collections;
use crate::store::pages;
use crate::store::recall;

impl Sharing<'_> {
    /// Shares an entry and its later changes with a therapist. `care` is optional if there is only one relationship.
    /// Sharing an entry that is shared already is not an error.
    ///
    /// # Errors
    /// [`Error::ConsentFirst`] without a consent in force.
    pub fn share(self, id: RecordId, care: Option<&str>) -> Result<(), Error> {
        self.share_all(&[id], care)
    }

    /// Shares several entries at once: all of them, or none. A measure is shared with its safety event, so that a
    /// therapist who reads one does not miss the other.
    ///
    /// # Errors
    /// [`Error::PinAgain`] if there is a PIN and the person was not authenticated recently; [`Error::WordsFirst`] if a
    /// therapist of the same name had another key, and the safety words were not compared.
    pub fn share_several(self, ids: &[RecordId], care: Option<&str>) -> Result<(), Error> {
        self.phone.app_lock().require_authentication()?;
        let to = self.phone.care().care_named(care)?;
        let bonds = self.phone.store.read(collections::bonds)?;
        if bonds.iter().any(|bond| bond.care == to && bond.needs_comparing(&bonds)) {
            return Err(Error::WordsFirst);
        }
        self.share_all(ids, care)
    }

    fn share_all(self, ids: &[RecordId], care: Option<&str>) -> Result<(), Error> {
        let care = self.phone.care().care_named(care)?;
        self.require_consent(care)?;
        // Reports of harm in a session are never shared by this app.
        for id in ids {
            if self.phone.own_payload(*id)?.is_withheld() {
                return Err(Error::WrongKind);
            }
        }
        self.change_shares(ids, |payload| payload.share_with(care))
    }

    /// The entries that are shared with a therapist, oldest first, also after the relationship has ended. They can be
    /// shared with another therapist by [`Sharing::share_several`], after [`Sharing::share_view`]: for a handover, supervision
    /// or a second opinion. Records of one relationship, such as a consent, are not included.
    pub fn shared_with(self, care: &str) -> Result<Vec<RecordId>, Error> {
        let care = care.parse().map_err(|_| Error::NoCare)?;
        Ok(self.phone.store.read(|connection| recall::shared_ids(connection, care, &rules::KINDS))?)
    }

    /// Copies the clinic's session records of a relationship, active or ended, into the journal, so that they can be
    /// previewed ([`Sharing::share_view`]) and shared with another therapist ([`Sharing::share_several`]) like other entries.
    /// Each keeps the name of who recorded it. It shares nothing, and repeating it makes no second copy.
    pub fn session_records(self, care: &str) -> Result<Vec<RecordId>, Error> {
        let care: CollectionId = care.parse().map_err(|_| Error::NoCare)?;
        let from = self.phone.care().list()?.into_iter().find(|one| one.id == care.to_string()).ok_or(Error::NoCare)?;
        let name = if from.therapist.is_empty() { "clinic".to_owned() } else { from.therapist };
        let (clinics, own) = self.phone.store.read(|connection| {
            let rows = pages::visible(connection, &["dosing_session"], None, i64::MAX)?;
            let all = rows.iter().filter_map(|row| Some((row.0.collection == care, recall::item(row)?)));
            Ok(all.partition::<Vec<_>, _>(|(theirs, _)| *theirs))
        })?;
        let mut ids = Vec::new();
        for (_, item) in clinics {
            let Body::DosingSession(session) = item.record.body else { continue };
            let brought = DosingSession { by_therapist: false, brought_from: name.clone(), ..session };
            let when = item.record.when;
            let known = own.iter().find(|(_, one)| match &one.record.body {
                Body::DosingSession(there) => {
                    there.brought_from == name && there.number == brought.number && one.record.when == when
                }
                _ => false,
            });
            match known {
                Some((_, there)) => {
                    let id = there.id;
                    self.phone.change(id, Origin::App, |record| Ok(Record { body: brought.into(), ..record }))?;
                    ids.push(id);
                }
                None => ids.push(self.phone.entries().write_record(brought.into(), when)?),
            }
        }
        Ok(ids)
    }

    /// Stops sharing an entry, with all therapists if `care` is absent. The next sync removes it from the server and
    /// from the therapist's view.
    pub fn take_back(self, id: RecordId, care: Option<&str>) -> Result<(), Error> {
        let care = care.map(|care| care.parse::<CollectionId>().map_err(|_| Error::NoCare)).transpose()?;
        self.change_shares(&[id], |payload| match care {
            Some(care) => payload.unshare_from(care),
            None => payload.set_shared_with(&[]),
        })
    }

    /// Sets or removes the mark "I want to talk about this". Reflections, check-ins, side-effect checks and measures
    /// can be marked.
    pub fn mark_to_talk(self, id: RecordId, marked: bool) -> Result<(), Error> {
        self.phone.change_payload(id, Origin::App, |payload| {
            if !["reflection", "check_in", "measure_response", "side_effect_check"].contains(&payload.kind()) {
                return Err(Error::WrongKind);
            }
            payload.set_wants_to_talk(marked);
            Ok(())
        })
    }

    fn change_shares(self, ids: &[RecordId], change: impl Fn(&mut Payload)) -> Result<(), Error> {
        self.phone.store.write::<_, Error>(|connection| {
            for id in ids {
                for id in [&[*id], &with_it(connection, *id)?[..]].concat() {
                    self.phone.change_payload_in(connection, id, Origin::App, |payload| {
                        change(payload);
                        Ok(())
                    })?;
                }
            }
            Ok(())
        })?;
        self.phone.written();
        Ok(())
    }
}
