//! Care relationships: an invitation is read before it is answered, then the phone makes the collection and its key.

use journal::record::{Body, Profile, Record};
use journal::seal::invitation::{accept, open_welcome};
use journal::seal::words::safety_words;
use journal::seal::{self, Keyring, Link, Purpose, Welcome, WordList};
use journal::sync::{Key, write};
use protocol::care::{Collection, CollectionKind, OpenInvitation, OpenedInvitation};
use protocol::{Code, CollectionId, InvitationId, Problem};
use serde::{Deserialize, Serialize};

use crate::accounts::origin;
use crate::driver::wire::Call;
use crate::store::collections::Known;
use crate::store::records::Books;
use crate::store::{account, collections, settings};
use crate::{Error, Phone, View};

/// Who invites, as it stands inside the invitation: sealed by the therapist's desk, not by the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct InvitationView {
    /// The therapist's name.
    pub therapist: String,
    /// The practice's name.
    pub practice: String,
    /// What they invite for.
    pub purpose: CarePurpose,
    /// That in words, when it is not simply to be one's therapist: "M. Osei is to take your care over …".
    pub purpose_said: Option<String>,
    /// When it ends: milliseconds since the Unix epoch.
    pub expires_at: i64,
}

/// What a therapist invites for, and is then there for.
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

/// A care relationship.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct CareView {
    /// Names it in other calls.
    pub id: String,
    /// The therapist's name.
    pub therapist: String,
    /// The practice's name; empty on a phone that did not answer the invitation itself.
    pub practice: String,
    /// What this therapist joined for.
    pub purpose: CarePurpose,
    /// Milliseconds since the Unix epoch.
    pub since: i64,
    /// Access has ended: nothing new is shared.
    pub ended: bool,
}

/// An acceptance whose answer has not arrived.
#[derive(Serialize, Deserialize)]
struct Joining {
    invitation: InvitationId,
    collection: CollectionId,
    welcome: Welcome,
}

impl Phone {
    /// Reads who invites, without answering. Works before there is an account.
    pub async fn read_invitation(&self, link: &str) -> Result<InvitationView, Error> {
        let link = Link::parse(link)?;
        let account = self.store.read(account::get)?;
        let server = match account {
            Some(account) => account.server,
            None => origin(&link.origin)?,
        };
        let (welcome, expires_at) = self.open_invitation(&link, &server).await?;
        let key = match welcome.purpose {
            Purpose::Care => None,
            Purpose::Handover => Some("invitation-handover"),
            Purpose::Supervision => Some("invitation-supervision"),
        };
        let therapist = [("therapist", welcome.therapist.as_str().into())];
        let purpose_said = key.map(|key| self.words().fill(key, &therapist));
        let (therapist, practice, purpose) = (welcome.therapist, welcome.practice, welcome.purpose.into());
        Ok(InvitationView { therapist, practice, purpose, purpose_said, expires_at })
    }

    /// Answers an invitation: makes the care collection and hands its key to the therapist, past the server. `name` is
    /// how the client wants to be called there.
    ///
    /// Should the answer get lost on the way, call it again with the same link.
    pub async fn join(&self, link: &str, name: Option<&str>) -> Result<CareView, Error> {
        let link = Link::parse(link)?;
        let account = self.fresh_account().await?;
        let joining: Option<Joining> =
            self.store.read(|connection| settings::get_json(connection, settings::JOINING))?;
        let again = joining.filter(|joining| joining.invitation == link.invitation);
        let joined = match self.answer(&link, &account.server).await {
            Err(Error::Problem(Problem { code: Code::InvitationUsed, .. })) if again.is_some() => again,
            other => Some(other?),
        };
        let joined = joined.ok_or(Error::Fault)?;
        // Also after a good answer: the list says what the server made of it.
        self.refresh_collections().await?;
        let view = self.store.write(|connection| {
            let known = collections::all(connection)?;
            let Some(care) = known.iter().find(|one| one.id == joined.collection && !one.ended) else {
                return Err(Code::InvitationUsed.into());
            };
            collections::set_welcome(connection, care.id, &joined.welcome)?;
            settings::clear(connection, settings::JOINING)?;
            let care = Known { welcome: Some(joined.welcome.clone()), ..care.clone() };
            therapist_is_who_invited(&care)?;
            Ok::<_, Error>(view(&care))
        })?;
        if let Some(name) = name {
            self.set_name(&view.id, name)?;
        }
        self.changed(View::Care);
        Ok(view)
    }

    async fn answer(&self, link: &Link, server: &str) -> Result<Joining, Error> {
        let (welcome, _) = self.open_invitation(link, server).await?;
        let account = self.fresh_account().await?;
        let keys = self.keys(&account)?;
        let now = u64::try_from(self.clock.now().unix_ms).unwrap_or_default();
        let (collection, accepted, key) = {
            let mut random = self.random();
            let id = CollectionId::new(now, random.bytes());
            let (accepted, key) = accept(link, &welcome, id, &keys.account, &keys.identity, &mut random)?;
            (id, accepted, key)
        };
        let joining = Joining { invitation: link.invitation, collection, welcome };
        self.store.write(|connection| settings::set_json(connection, settings::JOINING, &joining))?;
        let path = format!("/v1/invitations/{}/accept", link.invitation);
        let token = account.tokens.access.clone().unwrap_or_default();
        let call = Call::post(&account.server, &path).signed_in(&token);
        let made: Collection = self.wire.once(&call, &accepted).await?;
        let mut keyring = Keyring::default();
        keyring.insert(collection, 1, key);
        self.store.write(|connection| {
            collections::put(connection, &made)?;
            collections::put_keys(connection, &keyring)
        })?;
        Ok(joining)
    }

    async fn open_invitation(&self, link: &Link, server: &str) -> Result<(Welcome, i64), Error> {
        let path = format!("/v1/invitations/{}/open", link.invitation);
        let open = OpenInvitation { token: link.secret.token() };
        let opened: OpenedInvitation = self.wire.repeatable(&Call::post(server, &path), &open).await?;
        Ok((open_welcome(link, &opened.welcome)?, opened.expires_at))
    }

    /// The care relationships, ended ones included.
    pub fn care(&self) -> Result<Vec<CareView>, Error> {
        let known = self.store.read(collections::all)?;
        Ok(known.iter().filter_map(relationship).collect())
    }

    /// Four words that client and therapist can compare by voice: equal exactly when nobody stands between them.
    pub fn safety_words(&self, care: &str) -> Result<Vec<String>, Error> {
        let care = self.care_named(Some(care))?;
        let (keyring, account, known) = self.store.read(|connection| {
            let known = collections::all(connection)?.into_iter().find(|one| one.id == care);
            Ok((collections::keyring(connection)?, account::get(connection)?, known))
        })?;
        let (account, known) = (account.ok_or(Error::NoAccount)?, known.ok_or(Error::NoCare)?);
        therapist_is_who_invited(&known)?;
        let therapist = therapist(&known).ok_or(Error::NoCare)?;
        let own = self.keys(&account)?.identity;
        // The first epoch's key is the one that the invitation carried; later ones must not change the words.
        let key = keyring.get(care, 1)?;
        Ok(safety_words(WordList::built_in(), key, care, own.public(), &therapist).map(String::from).to_vec())
    }

    /// How the client wants to be called by this therapist.
    pub fn set_name(&self, care: &str, name: &str) -> Result<(), Error> {
        let collection = self.care_named(Some(care))?;
        let when = self.clock.now();
        let id = self.new_id(&when);
        let body = Body::Profile(Profile { name: name.trim().into(), ..Profile::default() });
        let payload = Record { when, body }.to_payload();
        self.store.write(|connection| write(&mut Books::on(connection), &Key { collection, id }, Some(payload)))?;
        self.written();
        Ok(())
    }

    /// Ends a relationship: the therapist is removed at once and reads nothing more.
    pub async fn end_care(&self, care: &str) -> Result<(), Error> {
        let id = self.care_named(Some(care))?;
        let known = self.store.read(collections::all)?;
        let known = known.iter().find(|one| one.id == id).ok_or(Error::NoCare)?;
        let member = known.therapist().ok_or(Error::NoCare)?;
        self.end(&format!("/v1/collections/{id}/members/{}", member.account)).await?;
        self.refresh_collections().await
    }

    /// The relationship of this name, or the only one.
    pub(crate) fn care_named(&self, care: Option<&str>) -> Result<CollectionId, Error> {
        let known = self.store.read(collections::all)?;
        let open = |one: &&Known| one.kind == CollectionKind::Care && one.therapist().is_some();
        let mut open = known.iter().filter(open).map(|one| one.id);
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
pub(crate) fn relationship(known: &Known) -> Option<CareView> {
    (known.kind == CollectionKind::Care).then(|| view(known))
}

fn view(known: &Known) -> CareView {
    let name = known.therapist().and_then(|member| member.name.clone());
    let (therapist, practice) = match &known.welcome {
        Some(welcome) => (welcome.therapist.clone(), welcome.practice.clone()),
        None => (name.unwrap_or_default(), String::new()),
    };
    CareView {
        id: known.id.to_string(),
        therapist,
        practice,
        purpose: known.welcome.as_ref().map(|welcome| welcome.purpose).unwrap_or_default().into(),
        since: known.created_at,
        ended: known.therapist().is_none(),
    }
}

/// The therapist's public key: from the invitation if this phone answered it, otherwise the server's word.
fn therapist(known: &Known) -> Option<[u8; 32]> {
    let member = known.therapist().map(|member| &member.identity_public);
    let named = known.welcome.as_ref().map(|welcome| &welcome.identity).or(member);
    named.and_then(|identity| identity.as_ref().try_into().ok())
}

/// The server names the therapist whose key stood in the invitation.
fn therapist_is_who_invited(known: &Known) -> Result<(), Error> {
    match (known.therapist(), &known.welcome) {
        (Some(member), Some(welcome)) if member.identity_public != welcome.identity => {
            Err(Error::Seal(seal::Error::Identity))
        }
        _ => Ok(()),
    }
}
