//! Care relationships: reading an invitation, joining by making the care collection and its key, safety words, ending.

use journal::record::{Body, Profile, Record};
use journal::seal::invitation::{Accepted, accept, open_welcome};
use journal::seal::words::safety_words;
use journal::seal::{Keyring, Link, Purpose, Welcome, WordList, bond};
use journal::sync::Ledger as _;
use protocol::care::{AcceptInvitation, Collection, OpenInvitation, OpenedInvitation};
use protocol::problem::Advice;
use protocol::{Code, CollectionId, InvitationId, Problem, RecordId};
use serde::{Deserialize, Serialize};

use crate::accounts::origin;
use crate::commit::Origin;
use crate::driver::client::Call;
use crate::entries::Wording;
use crate::entries::consents::sharing_wording;
use crate::phone::Care;
use crate::store::Connection;
use crate::store::collections::{CollectionState, Imported};
use crate::store::records::StoreLedger;
use crate::store::{account, collections, recall, settings};
use crate::sync::context::keys;
use crate::sync::epochs::write_bond;
use crate::{Error, Phone, View};

/// The inviting therapist, from inside the invitation: sealed by the therapist's browser, not by the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct InvitationView {
    /// The name of the therapist, from the invitation.
    pub therapist: String,
    /// The name of the practice, from the invitation.
    pub practice: String,
    /// The purpose of the invitation.
    pub purpose: CarePurpose,
    /// The purpose as a sentence, unless it is ordinary therapy: "M. Osei is to take your care over …".
    pub purpose_text: Option<String>,
    /// The consent that joining gives: title and complete text. Show both before [`Care::join`].
    pub consent_title: String,
    /// The text.
    pub consent_text: String,
    /// A warning if a therapist of this name had another key before; then the safety words must be compared.
    pub another_key_text: Option<String>,
    /// When the invitation expires: milliseconds since the Unix epoch.
    pub expires_at: i64,
}

/// The purpose of an invitation and of the relationship that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum CarePurpose {
    /// To be the client's therapist.
    Care,
    /// To take the care over from another therapist.
    Handover,
    /// To read along as the supervisor of the client's therapist.
    Supervision,
}

impl From<Purpose> for CarePurpose {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Care => Self::Care,
            Purpose::Handover => Self::Handover,
            Purpose::Supervision => Self::Supervision,
        }
    }
}

/// A care relationship with a therapist, current or ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct CareView {
    /// The id for other calls.
    pub id: String,
    /// The therapist's name.
    pub therapist: String,
    /// The practice's name; empty on a phone that did not answer the invitation itself.
    pub practice: String,
    /// The purpose for which this therapist was admitted.
    pub purpose: CarePurpose,
    /// Milliseconds since the Unix epoch.
    pub since: i64,
    /// Whether access has ended: nothing new is shared.
    pub ended: bool,
}

/// Four words for one key of a relationship.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SafetyWords {
    /// The number of the key: "key 2".
    pub key: u32,
    /// The four safety words, in order.
    pub words: Vec<String>,
}

/// An acceptance without a response yet. The bond is stored already, and the message is sent again unchanged.
#[derive(Serialize, Deserialize)]
struct PendingJoin {
    invitation: InvitationId,
    collection: CollectionId,
    message: AcceptInvitation,
}

impl Care<'_> {
    /// Reads an invitation without accepting it. Works without an account.
    pub async fn read_invitation(self, link: &str) -> Result<InvitationView, Error> {
        let link = Link::parse(link)?;
        let (account, bonds) =
            self.phone.store.read(|connection| Ok((account::get(connection)?, collections::bonds(connection)?)))?;
        let server = match account {
            Some(account) => account.server,
            None => origin(&link.origin)?,
        };
        let welcome = self.open_invitation(&link, &server).await?;
        let key = match welcome.purpose {
            Purpose::Care => None,
            Purpose::Handover => Some("invitation-handover"),
            Purpose::Supervision => Some("invitation-supervision"),
        };
        let therapist = [("therapist", welcome.therapist.as_str().into())];
        let purpose_text = key.map(|key| self.phone.words().fill(key, &therapist));
        let identity = welcome.identity.as_ref().try_into().map_err(|_| Error::Seal(journal::seal::Error::Record))?;
        let another = bond::is_another_key(&welcome.therapist, identity, &bonds);
        let another_key_text = another.then(|| self.phone.words().fill("readers-another-key", &therapist));
        let (therapist, practice, purpose) = (welcome.therapist, welcome.practice, welcome.purpose.into());
        let expires_at = welcome.expires_at;
        let Wording { title: consent_title, text: consent_text, .. } =
            sharing_wording(self.phone.words(), &therapist, None, None);
        Ok(InvitationView {
            therapist,
            practice,
            purpose,
            purpose_text,
            consent_title,
            consent_text,
            another_key_text,
            expires_at,
        })
    }

    /// Accepts an invitation: creates the care collection and hands its key to the therapist, end-to-end encrypted.
    /// `name` is how the client wants to be called there. Joining is consent to share with this therapist, in the wording
    /// of [`InvitationView::consent_text`]: show it before.
    ///
    /// If the answer is lost, call it again with the same link.
    ///
    /// # Errors
    /// [`Error::PinAgain`] if there is a PIN and the person was not authenticated recently.
    pub async fn join(self, link: &str, name: Option<&str>) -> Result<CareView, Error> {
        self.phone.app_lock().require_authentication()?;
        let link = Link::parse(link)?;
        self.phone.fresh_account().await?;
        let joining: Option<PendingJoin> =
            self.phone.store.read(|connection| settings::get_json(connection, settings::JOINING))?;
        let again = joining.filter(|joining| joining.invitation == link.invitation);
        let first = again.is_none();
        let joining = match again {
            Some(joining) => joining,
            None => self.begin_joining(&link).await?,
        };
        // The bond is stored here and on the server before the key is handed over.
        self.push_bond(joining.collection).await?;
        match self.accept(&joining).await {
            Err(Error::Problem(Problem { code: Code::InvitationUsed | Code::AlreadyExists, .. })) if !first => {}
            // A busy server, for example: the same link works later.
            Err(error @ Error::Problem(_)) if error.advice() != Advice::Retry => {
                return self.give_up_joining(joining.collection, error);
            }
            other => other?,
        }
        // Also after success: the list shows what the server has stored.
        self.phone.sync().refresh_collections().await?;
        let joined = self.phone.store.write(|connection| {
            let known = collections::all(connection)?;
            let Some(care) = known.iter().find(|one| one.id == joining.collection && one.is_open()) else {
                return Err(Code::InvitationUsed.into());
            };
            settings::clear(connection, settings::JOINING)?;
            Ok::<_, Error>(view(care))
        });
        let view = match joined {
            // Somebody else has answered it, and not this phone whose first response was lost.
            Err(error @ Error::Problem(_)) => return self.give_up_joining(joining.collection, error),
            joined => joined?,
        };
        if let Some(name) = name {
            self.set_name(&view.id, name)?;
        }
        self.phone.sharing().agree_by_joining(&view.id)?;
        self.phone.changed(View::Care);
        Ok(view)
    }

    /// The invitation is not for this phone: its bond ends, and is not asked for again.
    fn give_up_joining(self, care: CollectionId, error: Error) -> Result<CareView, Error> {
        self.end_bond(care, "not_joined")?;
        self.phone.store.write(|connection| settings::clear(connection, settings::JOINING))?;
        Err(error)
    }

    /// Reads the invitation, makes the collection's key, and writes the bond into the journal.
    async fn begin_joining(self, link: &Link) -> Result<PendingJoin, Error> {
        let account = self.phone.fresh_account().await?;
        let welcome = self.open_invitation(link, &account.server).await?;
        let now = self.phone.clock.now();
        let id = CollectionId::new(u64::try_from(now.unix_ms).unwrap_or_default(), self.phone.random().bytes());
        let joining = self.phone.store.write::<_, Error>(|connection| {
            let own = keys(connection, &account)?;
            let accepted = accept(link, &welcome, id, account.id, &own, &now, &mut self.phone.random())?;
            let Accepted { bond, key, message } = accepted;
            let mut keyring = Keyring::default();
            keyring.insert(id, 1, key);
            collections::put_keys(connection, &keyring)?;
            write_bond(connection, &bond)?;
            let joining = PendingJoin { invitation: link.invitation, collection: id, message };
            settings::set_json(connection, settings::JOINING, &joining)?;
            Ok(joining)
        })?;
        self.phone.written();
        Ok(joining)
    }

    /// Pushes the bond, and fails if the server does not accept it.
    async fn push_bond(self, care: CollectionId) -> Result<(), Error> {
        self.phone.sync().run().await?;
        let waits = self.phone.store.read(|connection| {
            let mut ledger = StoreLedger::new(connection);
            let key = Phone::own(&mut ledger, bond::record_id(care))?;
            Ok(ledger.row(&key)?.is_some_and(|row| row.dirty))
        })?;
        if waits { Err(Error::Stuck) } else { Ok(()) }
    }

    async fn accept(self, joining: &PendingJoin) -> Result<(), Error> {
        let path = format!("/v1/invitations/{}/accept", joining.invitation);
        let made: Collection = self.phone.post_once(&path, &joining.message).await?;
        self.phone.store.write(|connection| collections::put(connection, &made))?;
        Ok(())
    }

    /// Ends a bond: nothing is sealed for the collection again.
    fn end_bond(self, care: CollectionId, how: &str) -> Result<(), Error> {
        let now = self.phone.clock.now();
        self.phone.store.write(|connection| {
            for bond in collections::bonds(connection)?.into_iter().filter(|bond| bond.care == care) {
                write_bond(connection, &bond.end(&now, Some(how)))?;
            }
            Ok::<_, crate::store::Error>(())
        })?;
        self.phone.written();
        self.phone.safety().refresh_help();
        Ok(())
    }

    async fn open_invitation(self, link: &Link, server: &str) -> Result<Welcome, Error> {
        let path = format!("/v1/invitations/{}/open", link.invitation);
        let open = OpenInvitation { token: link.secret.token() };
        let opened: OpenedInvitation = self.phone.http.idempotent(&Call::post(server, &path), &open).await?;
        // The expiry is read from the sealed welcome; the server's claim is ignored.
        Ok(open_welcome(link, &opened.welcome, self.phone.clock.now().unix_ms)?)
    }

    /// The care relationships, ended ones included.
    pub fn list(self) -> Result<Vec<CareView>, Error> {
        let known = self.phone.store.read(collections::all)?;
        Ok(known.iter().filter_map(relationship).collect())
    }

    /// Four words for the newest key, which client and therapist compare by voice: equal exactly if there is no one in
    /// the middle. Takes most of a second.
    pub fn safety_words(self, care: &str) -> Result<SafetyWords, Error> {
        let care = self.care_named(Some(care))?;
        let bond = self.bond(care)?;
        let (key, words) = safety_words(WordList::built_in(), &bond)?;
        Ok(SafetyWords { key, words: words.map(String::from).to_vec() })
    }

    /// Records that the person compared the safety words and found them equal.
    pub fn words_compared(self, care: &str) -> Result<(), Error> {
        let care = self.care_named(Some(care))?;
        let compared = self.bond(care)?.compared(&self.phone.clock.now());
        self.phone.store.write(|connection| write_bond(connection, &compared))?;
        self.phone.written();
        self.phone.changed(View::Care);
        Ok(())
    }

    /// A bond, brought up to the keys that other phones of the account have begun.
    fn bond(self, care: CollectionId) -> Result<journal::seal::Bond, Error> {
        let account = self.phone.store.read(account::get)?.ok_or(Error::NoAccount)?;
        self.phone.store.write(|connection| {
            let own = keys(connection, &account)?;
            let bond =
                collections::bonds(connection)?.into_iter().find(|bond| bond.care == care).ok_or(Error::NoCare)?;
            Ok(bond::catch_up(&bond, &own)?)
        })
    }

    /// Sets how the client wants to be called by this therapist. It is shared with this therapist only.
    pub fn set_name(self, care: &str, name: &str) -> Result<(), Error> {
        let collection = self.care_named(Some(care))?;
        let when = self.phone.clock.now();
        let fresh = self.phone.new_id(&when);
        self.phone.store.write::<_, Error>(|connection| {
            let id = profile_for(connection, collection)?.unwrap_or(fresh);
            let body = Body::Profile(Profile { name: name.trim().into(), ..Profile::default() });
            let mut payload = Record { when, body }.to_payload();
            payload.set_shared_with(&[collection]);
            self.phone.commit(connection, id, payload, Origin::App)
        })?;
        self.phone.written();
        Ok(())
    }

    /// Ends a relationship: nothing more is shared there. The server removes the therapist, who can read nothing more.
    ///
    /// # Errors
    /// [`Error::PinAgain`] if there is a PIN and the person was not authenticated recently.
    pub async fn end_care(self, care: &str) -> Result<(), Error> {
        self.phone.app_lock().require_authentication()?;
        let id = self.care_named(Some(care))?;
        let bond = self.bond(id)?;
        self.end_bond(id, "ended")?;
        self.phone.sharing().end_rules(Some(id))?;
        self.phone.sync().run().await?;
        self.phone.end(&format!("/v1/collections/{id}/members/{}", bond.account)).await?;
        self.phone.sync().refresh_collections().await.map(drop)
    }

    /// The relationship with this id, or the only one.
    pub(crate) fn care_named(self, care: Option<&str>) -> Result<CollectionId, Error> {
        let known = self.phone.store.read(collections::all)?;
        let mut open = known.iter().filter(|one| one.is_open()).map(|one| one.id);
        match care {
            Some(care) => {
                let id: CollectionId = care.parse().map_err(|_| Error::NoCare)?;
                open.find(|one| *one == id).ok_or(Error::NoCare)
            }
            None => match (open.next(), open.next()) {
                (Some(only), None) => Ok(only),
                (None, _) => Err(Error::NoCare),
                (Some(_), Some(_)) => Err(Error::WhichCare),
            },
        }
    }
}

/// A collection as a relationship, if it is one.
pub(crate) fn relationship(known: &CollectionState) -> Option<CareView> {
    (known.bond.is_some() || known.imported.is_some()).then(|| view(known))
}

fn view(known: &CollectionState) -> CareView {
    let (therapist, practice, purpose) = match (&known.bond, &known.imported) {
        (Some(bond), _) => (bond.name.clone(), bond.practice.clone(), bond.purpose),
        (None, Some(Imported { therapist, practice, purpose })) => {
            (therapist.clone(), practice.clone(), Purpose::named(purpose).unwrap_or_default())
        }
        (None, None) => Default::default(),
    };
    CareView {
        id: known.id.to_string(),
        therapist,
        practice,
        purpose: purpose.into(),
        since: known.bond.as_ref().map_or(known.created_at, |bond| bond.since.unix_ms),
        ended: !known.is_open(),
    }
}

/// The profile that was written for a relationship.
fn profile_for(connection: &mut Connection, care: CollectionId) -> Result<Option<RecordId>, crate::store::Error> {
    let profiles = recall::payloads(connection, "profile")?;
    Ok(profiles.into_iter().find(|(_, payload)| payload.shared_with().contains(&care)).map(|(id, _)| id))
}
