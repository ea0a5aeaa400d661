//! Care relationships: collections, invitations, safety words. [`bonds`](crate::bonds) determines who is a client.

use journal::record::Moment;
use journal::seal::bond;
use journal::seal::invitation::{self, Link, Purpose, Welcome};
use journal::seal::words::safety_words;
use protocol::InvitationId;
use protocol::account::Account;
use protocol::care::{Collection, Invitation, InvitationState};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::bonds::label_of;
use crate::call::from_json;
use crate::{Call, Desk, Fault};

/// An invitation of this therapist.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct InvitationView {
    /// The invitation's id.
    pub id: String,
    /// The therapist's label.
    pub label: String,
    /// Whether it can still be accepted.
    pub state: InvitationStatus,
    /// When it was created, in milliseconds since the Unix epoch.
    pub created_at: f64,
    /// When it expires, in milliseconds since the Unix epoch.
    pub expires_at: f64,
    /// The link, while the invitation is open. It contains the secret.
    pub link: Option<String>,
    /// The care collection that it created.
    pub collection: Option<String>,
}

/// How long an invitation is valid on the server.
const VALID_MS: i64 = 7 * 86_400_000;

/// Safety words to compare with a client.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct SafetyWords {
    /// The number of the key: "key 2".
    pub key: u32,
    /// The four safety words.
    pub words: Vec<String>,
}

/// The purpose of an invitation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub enum Inviting {
    /// To be a new client's therapist.
    #[default]
    Care,
    /// To take over a colleague's client.
    Handover,
    /// To supervise a colleague's work with a client.
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

/// The state of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "snake_case")]
pub enum InvitationStatus {
    /// Not accepted yet.
    Open,
    /// The client has joined.
    Used,
    /// The therapist has revoked it.
    Revoked,
    /// Its seven days have passed.
    Expired,
}

/// The therapist's invitations, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Invitations {
    /// The invitations.
    pub list: Vec<InvitationView>,
}

impl Desk {
    /// Requests the collections of this account.
    pub fn collections_call(&self) -> Call {
        Call::get("/v1/collections")
    }

    /// Applies the list of collections and opens the stored keys. The kinds that the server states are ignored: the
    /// manifest names the private collection, and bonds determine the clients'. Handovers are accepted after the
    /// private collection has been read: see [`Desk::due_calls`].
    pub fn take_collections(&mut self, answer: &[u8]) -> Result<(), Fault> {
        let keys = self.keys.as_mut().ok_or_else(Fault::not_ready)?;
        let account = self.account.as_ref().ok_or_else(Fault::not_ready)?;
        let listed: Vec<Collection> = from_json(answer)?;
        let private = keys.manifest.private;
        let refused = keys.open_stored(&listed);
        self.own_trouble = match listed.iter().find(|collection| collection.id == private) {
            None => Some(Fault::own_missing()),
            Some(own) => {
                let members = bond::members(own, account.id, None).err();
                let shut = refused.into_iter().find(|(id, _)| *id == private).map(|(_, error)| error);
                members.or(shut).map(Into::into)
            }
        };
        self.listed = listed;
        self.bonds.stale = true;
        self.settle();
        self.follow();
        self.reopen();
        Ok(())
    }

    /// Ends care for a client. The client's records are dropped, and access ends after the server has stored the bond's
    /// end.
    pub fn end_care(&mut self, collection: &str, now: f64) -> Result<(), Fault> {
        let id = self.open_collection(collection)?;
        let bond = self.bonds.known.get(&id).ok_or_else(Fault::not_found)?;
        let at = Moment { unix_ms: now as i64, offset_s: 0, zone: "UTC".into() };
        let ended = bond.end(&at, None);
        self.put_bond(&ended);
        self.settle();
        self.follow();
        Ok(())
    }

    /// Records that the safety words were compared and are equal.
    pub fn compared(&mut self, collection: &str, now: f64) -> Result<(), Fault> {
        let id = self.open_collection(collection)?;
        let bond = self.bonds.known.get(&id).ok_or_else(Fault::not_found)?;
        let compared = bond.compared(&Moment { unix_ms: now as i64, offset_s: 0, zone: "UTC".into() });
        self.put_bond(&compared);
        Ok(())
    }

    /// Requests the therapist's invitations.
    pub fn invitations_call(&self) -> Call {
        Call::get("/v1/invitations")
    }

    /// Applies the list of invitations.
    pub fn take_invitations(&mut self, answer: &[u8]) -> Result<(), Fault> {
        self.invitations = from_json(answer)?;
        self.invitations.sort_by_key(|invitation| std::cmp::Reverse(invitation.created_at));
        Ok(())
    }

    /// Creates an invitation. Its secret exists only in the link and sealed for this account. Only the client can read
    /// its purpose.
    pub fn invite(&mut self, label: &str, inviting: Inviting, now: f64) -> Result<Call, Fault> {
        let keys = self.keys.as_ref().ok_or_else(Fault::not_ready)?;
        let account = self.account.as_ref().ok_or_else(Fault::not_ready)?;
        let id = InvitationId::new(now as u64, self.random.bytes());
        let (therapist, practice) = names(account);
        let until = now as i64 + VALID_MS;
        let welcome = Welcome::new(account.id, keys, &therapist, &practice, inviting.into(), until);
        let label = Some(label.trim()).filter(|label| !label.is_empty());
        let (body, _) = invitation::offer(&keys.account, id, &welcome, label, &mut self.random);
        Ok(Call::post("/v1/invitations", &body))
    }

    /// Revokes an invitation.
    pub fn revoke_call(&self, invitation: &str) -> Call {
        Call::delete(format!("/v1/invitations/{invitation}"))
    }

    /// The invitations for display, with their links.
    pub fn invitations(&self, origin: &str) -> Result<Invitations, Fault> {
        let list = self.invitations.iter().map(|invitation| self.invitation(invitation, origin));
        Ok(Invitations { list: list.collect::<Result<_, _>>()? })
    }

    /// The safety words of a client's newest key. Takes up to a second (Argon2id).
    pub fn safety_words(&self, collection: &str) -> Result<SafetyWords, Fault> {
        let id = self.open_collection(collection)?;
        let bond = self.bonds.known.get(&id).ok_or_else(Fault::not_found)?;
        let (key, words) = safety_words(self.list()?, bond)?;
        Ok(SafetyWords { key, words: words.map(String::from).to_vec() })
    }
}

impl Desk {
    fn invitation(&self, invitation: &Invitation, origin: &str) -> Result<InvitationView, Fault> {
        let keys = self.keys()?;
        let open = invitation.state == InvitationState::Open;
        let link = |secret| Link { origin: origin.into(), invitation: invitation.id, secret }.text();
        // If the secret cannot be opened (the account key was replaced after a loss), the invitation can still be
        // revoked.
        let secret = invitation::own_secret(&keys.account, invitation.id, &invitation.secret_sealed).ok();
        let bond = self.bonds.known.values().find(|bond| bond.invitation == invitation.id && bond.is_open());
        Ok(InvitationView {
            id: invitation.id.to_string(),
            label: label_of(invitation, keys),
            state: match invitation.state {
                InvitationState::Open => InvitationStatus::Open,
                InvitationState::Used => InvitationStatus::Used,
                InvitationState::Revoked => InvitationStatus::Revoked,
                InvitationState::Expired => InvitationStatus::Expired,
            },
            created_at: invitation.created_at as f64,
            expires_at: invitation.expires_at as f64,
            link: secret.filter(|_| open).map(link),
            collection: bond.map(|bond| bond.care.to_string()),
        })
    }
}

/// The names of therapist and practice in an invitation.
fn names(account: &Account) -> (String, String) {
    let member = account.member.as_ref();
    member.map(|member| (member.name.clone(), member.practice_name.clone())).unwrap_or_default()
}
