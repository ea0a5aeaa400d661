//! Care relationships: collections and their keys, invitations, safety words.

use journal::seal::account::new_collection;
use journal::seal::epoch;
use journal::seal::invitation::{self, Link, Purpose, Welcome};
use journal::seal::keyring::seal_key;
use journal::seal::words::safety_words;
use protocol::account::Account;
use protocol::care::{Collection, CollectionKind, Invitation, InvitationState, Part, StoreKey};
use protocol::{CollectionId, InvitationId};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::call::from_json;
use crate::{Call, Desk, Fault};

/// An own invitation.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct InvitationView {
    /// Its id.
    pub id: String,
    /// What the therapist called it.
    pub label: String,
    /// How it stands.
    pub state: Standing,
    /// Milliseconds since the Unix epoch.
    pub created_at: f64,
    /// Milliseconds since the Unix epoch.
    pub expires_at: f64,
    /// The link, while it is open. It holds the secret.
    pub link: Option<String>,
    /// The care relationship that came of it.
    pub collection: Option<String>,
    /// Four words to compare, once the client has joined.
    pub words: Option<Vec<String>>,
}

/// For what a therapist invites.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub enum Inviting {
    /// A new client.
    #[default]
    Care,
    /// The client of a colleague, to take the care over.
    Handover,
    /// The client of a colleague, to accompany the colleague's work.
    Supervision,
}

impl From<Inviting> for Purpose {
    fn from(inviting: Inviting) -> Self {
        match inviting {
            Inviting::Care => Self::Care,
            Inviting::Handover => Self::Handover,
            Inviting::Supervision => Self::Supervision,
        }
    }
}

/// How an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Waiting for the client.
    Open,
    /// The client has joined.
    Used,
    /// Taken back.
    Revoked,
    /// Its seven days are over.
    Expired,
}

/// Own invitations, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Invitations {
    /// All of them.
    pub list: Vec<InvitationView>,
}

/// Requests to send, one after the other.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Calls {
    /// Their answers are of no interest beyond success.
    pub list: Vec<Call>,
}
impl Desk {
    /// Asks for the collections that this therapist may read.
    pub fn collections_call(&self) -> Call {
        Call::get("/v1/collections")
    }

    /// Takes the collections in: opens their keys, and takes up what clients have handed over. Returns what has to be
    /// stored with the server, so that other browsers of this therapist hold the keys as well.
    pub fn take_collections(&mut self, answer: &[u8]) -> Result<Calls, Fault> {
        let collections: Vec<Collection> = from_json(answer)?;
        let keys = self.keys.as_mut().ok_or_else(Fault::not_ready)?;
        let (care, own): (Vec<Collection>, Vec<Collection>) =
            collections.into_iter().partition(|collection| collection.kind == CollectionKind::Care);
        self.troubles.clear();
        // Notes whose key does not open (an account key made anew after a loss) are not used; they harm nobody.
        let shut = keys.keyring.open_stored(&keys.account, &own);
        self.own = own.iter().map(|own| own.id).find(|id| !shut.iter().any(|(shut, _)| shut == id));
        self.has_own = !own.is_empty();
        for (collection, error) in keys.keyring.open_stored(&keys.account, &care) {
            self.troubles.insert(collection, error.into());
        }
        let mut list = Vec::new();
        for collection in care.iter().filter(|collection| collection.handover.is_some()) {
            match invitation::take_up(&keys.account, &keys.identity, collection) {
                Ok(taken) => {
                    let key_sealed = seal_key(&keys.account, collection.id, taken.epoch, &taken.key, &mut self.random);
                    keys.keyring.insert(collection.id, taken.epoch, taken.key);
                    let body = StoreKey { epoch: taken.epoch, key_sealed };
                    list.push(Call::put(format!("/v1/collections/{}/key", collection.id), &body));
                }
                Err(error) => {
                    self.troubles.insert(collection.id, error.into());
                }
            }
        }
        // A client whose phone was lost has begun a new epoch: its key came from them, and from nobody else.
        for collection in &care {
            let identity = |of| {
                let member = collection.members.iter().find(|member| member.account == of);
                member.map(|member| member.identity_public.clone())
            };
            match epoch::take_over(collection, keys, identity, &mut self.random) {
                Ok(stored) => {
                    let path = format!("/v1/collections/{}/key", collection.id);
                    list.extend(stored.iter().map(|body| Call::put(path.clone(), body)));
                }
                Err(error) => {
                    self.troubles.insert(collection.id, error.into());
                }
            }
        }
        let gone: Vec<CollectionId> =
            self.collections.keys().filter(|id| !care.iter().any(|c| c.id == **id)).copied().collect();
        for id in gone {
            keys.keyring.forget(id);
        }
        self.collections = care.into_iter().map(|collection| (collection.id, collection)).collect();
        self.follow();
        Ok(Calls { list })
    }

    /// Makes the therapist's own collection, for notes and drafts, when the account has none yet.
    pub fn own_call(&mut self, now: f64) -> Result<Option<Call>, Fault> {
        let keys = self.keys.as_ref().ok_or_else(Fault::not_ready)?;
        if self.has_own {
            return Ok(None);
        }
        let id = CollectionId::new(now.max(0.0) as u64, self.random.bytes());
        // The key comes back sealed with the list of collections.
        let (body, _) = new_collection(id, &keys.account, &mut self.random);
        Ok(Some(Call::post("/v1/collections", &body)))
    }

    /// Ends care for a client: access ends at once, and what is here of them goes.
    pub fn end_care_call(&self, collection: &str) -> Result<Call, Fault> {
        let id = self.known(collection)?;
        let account = self.account.as_ref().ok_or_else(Fault::not_ready)?;
        Ok(Call::delete(format!("/v1/collections/{id}/members/{}", account.id)))
    }

    /// Asks for the own invitations.
    pub fn invitations_call(&self) -> Call {
        Call::get("/v1/invitations")
    }

    /// Takes the own invitations in.
    pub fn take_invitations(&mut self, answer: &[u8]) -> Result<(), Fault> {
        self.invitations = from_json(answer)?;
        self.invitations.sort_by_key(|invitation| std::cmp::Reverse(invitation.created_at));
        Ok(())
    }

    /// Makes an invitation. Its secret is sealed for this account and otherwise in its link only; for what it is, the
    /// client alone reads.
    pub fn invite(&mut self, label: &str, inviting: Inviting, now: f64) -> Result<Call, Fault> {
        let keys = self.keys.as_ref().ok_or_else(Fault::not_ready)?;
        let account = self.account.as_ref().ok_or_else(Fault::not_ready)?;
        let id = InvitationId::new(now as u64, self.random.bytes());
        let label = Some(label.trim()).filter(|label| !label.is_empty());
        let (body, _) =
            invitation::offer(&keys.account, id, &welcome(account, inviting.into()), label, &mut self.random);
        Ok(Call::post("/v1/invitations", &body))
    }

    /// Takes an invitation back.
    pub fn revoke_call(&self, invitation: &str) -> Call {
        Call::delete(format!("/v1/invitations/{invitation}"))
    }

    /// The own invitations, as the page shows them.
    pub fn invitations(&self, origin: &str) -> Result<Invitations, Fault> {
        let list = self.invitations.iter().map(|invitation| self.invitation(invitation, origin));
        Ok(Invitations { list: list.collect::<Result<_, _>>()? })
    }

    /// The four words of a care relationship, to compare with the client's.
    pub fn safety_words(&self, collection: &str) -> Result<Vec<String>, Fault> {
        self.words(collection.parse().map_err(|_| Fault::not_found())?)
    }
}

impl Desk {
    fn invitation(&self, invitation: &Invitation, origin: &str) -> Result<InvitationView, Fault> {
        let account = &self.keys()?.account;
        let open = invitation.state == InvitationState::Open;
        let link = |secret| Link { origin: origin.into(), invitation: invitation.id, secret }.text();
        // A link that does not open (an account key made anew after a loss) leaves a row that can be revoked.
        let secret = invitation::own_secret(account, invitation.id, &invitation.secret_sealed).ok();
        Ok(InvitationView {
            id: invitation.id.to_string(),
            label: self.label(invitation),
            state: match invitation.state {
                InvitationState::Open => Standing::Open,
                InvitationState::Used => Standing::Used,
                InvitationState::Revoked => Standing::Revoked,
                InvitationState::Expired => Standing::Expired,
            },
            created_at: invitation.created_at as f64,
            expires_at: invitation.expires_at as f64,
            link: secret.filter(|_| open).map(link),
            collection: invitation.collection.map(|id| id.to_string()),
            words: invitation.collection.and_then(|id| self.words(id).ok()),
        })
    }

    /// What the therapist called an invitation; empty when that does not open.
    pub(crate) fn label(&self, invitation: &Invitation) -> String {
        let label = invitation.label_sealed.as_ref().zip(self.keys.as_ref());
        let label = label.and_then(|(sealed, keys)| invitation::own_label(&keys.account, invitation.id, sealed).ok());
        label.unwrap_or_default()
    }

    fn words(&self, id: CollectionId) -> Result<Vec<String>, Fault> {
        let keys = self.keys()?;
        let collection = self.collections.get(&id).ok_or_else(Fault::not_found)?;
        let client = collection.members.iter().find(|member| member.part == Part::Client);
        let client = client.and_then(|member| member.identity_public.as_ref().try_into().ok());
        let client: &[u8; 32] = client.ok_or_else(Fault::answer)?;
        // The first epoch's key is the one that the invitation carried; later ones must not change the words.
        let key = keys.keyring.get(id, 1)?;
        Ok(safety_words(self.list()?, key, id, keys.identity.public(), client).map(String::from).to_vec())
    }
}

fn welcome(account: &Account, purpose: Purpose) -> Welcome {
    let (therapist, practice) =
        account.member.as_ref().map(|member| (member.name.clone(), member.practice_name.clone())).unwrap_or_default();
    Welcome { therapist, practice, identity: account.keys.identity_public.clone(), purpose }
}
