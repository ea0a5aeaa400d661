//! Care relationships: collections, invitations, safety words. Who is a client: see [`bonds`](crate::bonds).

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
}

/// How long an invitation can be answered, as the server counts it.
const VALID_MS: i64 = 7 * 86_400_000;

/// Four words to compare with a client.
#[derive(Clone, Debug, PartialEq, Serialize, Tsify)]
pub struct Words {
    /// Which key: "key 2".
    pub key: u32,
    /// The words.
    pub words: Vec<String>,
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

    /// Takes the collections in, and opens the keys that the account has stored. What the server calls them counts for
    /// nothing: the manifest says which one is the account's own, bonds say which ones are clients'. What was handed over
    /// is taken up with the next request, once the own collection has been read: see [`Desk::due_calls`].
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

    /// Ends care for a client: what is here of them goes, and access ends once the bond's end is kept.
    pub fn end_care(&mut self, collection: &str, now: f64) -> Result<(), Fault> {
        let id = self.known(collection)?;
        let bond = self.bonds.known.get(&id).ok_or_else(Fault::not_found)?;
        let at = Moment { unix_ms: now as i64, offset_s: 0, zone: "UTC".into() };
        let ended = bond.end(&at, None);
        self.put_bond(&ended);
        self.settle();
        self.follow();
        Ok(())
    }

    /// The words were compared with the client's and are the same.
    pub fn compared(&mut self, collection: &str, now: f64) -> Result<(), Fault> {
        let id = self.known(collection)?;
        let bond = self.bonds.known.get(&id).ok_or_else(Fault::not_found)?;
        let compared = bond.compared(&Moment { unix_ms: now as i64, offset_s: 0, zone: "UTC".into() });
        self.put_bond(&compared);
        Ok(())
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
        let (therapist, practice) = names(account);
        let until = now as i64 + VALID_MS;
        let welcome = Welcome::new(account.id, keys, &therapist, &practice, inviting.into(), until);
        let label = Some(label.trim()).filter(|label| !label.is_empty());
        let (body, _) = invitation::offer(&keys.account, id, &welcome, label, &mut self.random);
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

    /// The four words of a client's newest key, to compare with the client's. Takes a good part of a second.
    pub fn safety_words(&self, collection: &str) -> Result<Words, Fault> {
        let id = self.known(collection)?;
        let bond = self.bonds.known.get(&id).ok_or_else(Fault::not_found)?;
        let (key, words) = safety_words(self.list()?, bond)?;
        Ok(Words { key, words: words.map(String::from).to_vec() })
    }
}

impl Desk {
    fn invitation(&self, invitation: &Invitation, origin: &str) -> Result<InvitationView, Fault> {
        let keys = self.keys()?;
        let open = invitation.state == InvitationState::Open;
        let link = |secret| Link { origin: origin.into(), invitation: invitation.id, secret }.text();
        // A link that does not open (an account key made anew after a loss) leaves a row that can be revoked.
        let secret = invitation::own_secret(&keys.account, invitation.id, &invitation.secret_sealed).ok();
        let bond = self.bonds.known.values().find(|bond| bond.invitation == invitation.id && bond.is_open());
        Ok(InvitationView {
            id: invitation.id.to_string(),
            label: label_of(invitation, keys),
            state: match invitation.state {
                InvitationState::Open => Standing::Open,
                InvitationState::Used => Standing::Used,
                InvitationState::Revoked => Standing::Revoked,
                InvitationState::Expired => Standing::Expired,
            },
            created_at: invitation.created_at as f64,
            expires_at: invitation.expires_at as f64,
            link: secret.filter(|_| open).map(link),
            collection: bond.map(|bond| bond.care.to_string()),
        })
    }
}

/// The names that an invitation greets with.
fn names(account: &Account) -> (String, String) {
    let member = account.member.as_ref();
    member.map(|member| (member.name.clone(), member.practice_name.clone())).unwrap_or_default()
}
