//! The sync status: "in sync" only when everything is pushed, pulled and verified; otherwise the reasons.

use std::collections::BTreeSet;

use journal::record::Payload;
use journal::sync::{Ledger as _, SyncStatus, sync_status};
use protocol::Code;
use serde::Serialize;

use super::context::SyncContext;
use crate::Error;
use crate::commit::size::size;
use crate::messages::Catalogue;
use crate::phone::Syncing;
use crate::store::account::{self, Account};
use crate::store::records::StoreLedger;
use crate::store::{self, Connection, attachments, collections, settings, unsettled};

/// The sync status of this phone, from its own store: it needs no network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Status {
    /// Everything is pushed and pulled.
    pub in_sync: bool,
    /// Records in the outbox.
    pub waiting: u32,
    /// Collections whose cursor is behind the announced head.
    pub behind: u32,
    /// Held records: the server rejected them, or they could not be sealed.
    pub held: u32,
    /// Records set aside because they cannot be opened.
    pub unreadable: u32,
    /// Records set aside because they were not admitted. They change nothing, and do not prevent "in sync".
    pub refused: u32,
    /// Local records that the server no longer has, without proof of a deletion.
    pub missing: u32,
    /// Pending uploads and deletions of attachments.
    pub attachments: u32,
    /// The reasons why it is not in sync yet, most important first; empty if it is.
    pub reasons: Vec<Reason>,
}

/// A reason why the phone is not in sync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Reason {
    /// The stable code, to branch on.
    pub code: String,
    /// A sentence for the person.
    pub sentence: String,
}

impl Reason {
    fn new(code: &str, sentence: impl Into<String>) -> Self {
        Self { code: code.into(), sentence: sentence.into() }
    }
}

/// What the store has for the status.
struct Facts {
    account: Option<Account>,
    /// The code of the error that stopped the last sync; empty if none did.
    stopped: String,
    sync: SyncStatus,
    /// The codes of held records.
    held: Vec<String>,
    /// The codes of collections with a problem.
    problems: Vec<String>,
    attachments: u32,
    attachment_problems: Vec<String>,
    epochs: bool,
    readers_asked: bool,
    manifest_older: bool,
}

impl Syncing<'_> {
    /// The sync status.
    pub fn status(self) -> Result<Status, Error> {
        let (words, now) = (self.phone.words(), self.phone.clock.now().unix_ms);
        let most = self.phone.limits.get().copied().unwrap_or_default().blob_bytes;
        Ok(self.phone.store.read(|connection| {
            let facts = Facts::load(connection, now)?;
            let held = held_reasons(connection, words, &facts.held, most)?;
            Ok(facts.status(words, held))
        })?)
    }
}

impl Facts {
    fn load(connection: &mut Connection, now_ms: i64) -> Result<Self, store::Error> {
        let outcome = settings::get(connection, settings::SYNC_OUTCOME)?.unwrap_or_default();
        let (attachments, attachment_problems) = attachments::pending(connection)?;
        let sync = match SyncContext::load(connection, now_ms)? {
            Some(sync_context) => sync_status(&mut StoreLedger::new(connection), &sync_context.context())?,
            None => {
                let counts = StoreLedger::new(connection).counts()?;
                SyncStatus { waiting: counts.waiting, held: counts.held, ..SyncStatus::default() }
            }
        };
        Ok(Self {
            account: account::get(connection)?,
            stopped: String::from_utf8(outcome).unwrap_or_default(),
            sync,
            held: unsettled::held(connection)?,
            problems: collections::all(connection)?.into_iter().filter_map(|known| known.problem).collect(),
            attachments,
            attachment_problems,
            epochs: Syncing::epochs_wait(connection)?,
            readers_asked: settings::get(connection, settings::READERS_ASKED)?.is_some(),
            manifest_older: settings::get(connection, settings::MANIFEST_OLDER)?.is_some(),
        })
    }

    fn status(&self, words: &Catalogue, held: Vec<Reason>) -> Status {
        let signed_in = self.account.as_ref().is_some_and(|account| account.tokens.refresh.is_some());
        let transferred = self.attachments == 0 && self.attachment_problems.is_empty() && !self.epochs;
        let no_problem = self.problems.is_empty() && !self.manifest_older;
        let in_sync = signed_in && self.sync.in_sync() && transferred && no_problem;
        Status {
            in_sync,
            waiting: self.sync.waiting as u32,
            behind: self.sync.behind as u32,
            held: self.sync.held as u32,
            unreadable: self.sync.unreadable as u32,
            refused: self.sync.refused as u32,
            missing: self.sync.missing as u32,
            attachments: self.attachments,
            reasons: if in_sync { Vec::new() } else { self.reasons(words, held) },
        }
    }

    /// All reasons, the most important first and each once.
    fn reasons(&self, words: &Catalogue, held: Vec<Reason>) -> Vec<Reason> {
        let of_code = |code: &String| Reason::new(code, problem_text(words, code));
        let mut reasons = self.alarms(words);
        reasons.extend(self.sign_in_reasons(words));
        reasons.extend(self.problems.iter().map(of_code));
        reasons.extend(held);
        reasons.extend(self.attachment_problems.iter().map(of_code));
        reasons.extend(self.pending(words));
        if self.readers_asked && self.problems.is_empty() && self.sync.waiting > 0 {
            reasons.push(Reason::new("readers", words.say("status-readers")));
        }
        if self.sync.unchecked > 0 && reasons.is_empty() {
            reasons.push(Reason::new("unchecked", words.say("status-unchecked")));
        }
        let mut listed = BTreeSet::new();
        reasons.retain(|reason| listed.insert((reason.code.clone(), reason.sentence.clone())));
        reasons
    }

    /// What the person has to know before anything else: the server has lost or hides something.
    fn alarms(&self, words: &Catalogue) -> Vec<Reason> {
        let mut alarms = Vec::new();
        if self.manifest_older {
            alarms.push(Reason::new("manifest_older", words.say("status-manifest_older")));
        }
        if self.sync.alarms > 0 {
            alarms.push(Reason::new("alarm", words.say("status-alarm")));
        }
        if self.sync.missing > 0 {
            let count = [("count", (self.sync.missing as i64).into())];
            alarms.push(Reason::new("missing", words.fill("status-missing", &count)));
        }
        alarms
    }

    /// Whether the account is signed in, and what stopped the last sync.
    fn sign_in_reasons(&self, words: &Catalogue) -> Vec<Reason> {
        let mut reasons = Vec::new();
        match &self.account {
            None => reasons.push(Reason::new("no_account", Error::NoAccount.sentence_in(words))),
            Some(account) if account.tokens.refresh.is_none() => {
                reasons.push(Reason::new("signed_out", Error::SignedOut.sentence_in(words)));
            }
            Some(_) => {}
        }
        if !self.stopped.is_empty() && reasons.iter().all(|reason| reason.code != self.stopped) {
            reasons.push(Reason::new(&self.stopped, problem_text(words, &self.stopped)));
        }
        reasons
    }

    /// What the next sync has to do.
    fn pending(&self, words: &Catalogue) -> impl Iterator<Item = Reason> {
        let all = [
            (self.epochs, "epochs", "status-epochs"),
            (self.attachments > 0, "attachments", "status-attachments"),
            (self.sync.waiting > 0, "waiting", "status-waiting"),
            (self.sync.behind > 0, "behind", "status-behind"),
            (self.sync.unreadable > 0, "unreadable", "status-unreadable"),
        ];
        let pending = all.into_iter().filter(|(is_pending, ..)| *is_pending);
        pending.map(move |(_, code, key)| Reason::new(code, words.say(key)))
    }
}

/// The reasons why records with these codes are held. `most` is the size limit of a record in bytes.
fn held_reasons(
    connection: &mut Connection,
    words: &Catalogue,
    codes: &[String],
    most: u32,
) -> Result<Vec<Reason>, store::Error> {
    let mut reasons = Vec::new();
    for code in codes {
        if code != Code::BlobTooLarge.as_str() {
            reasons.push(Reason::new(code, problem_text(words, code)));
            continue;
        }
        // Names the entry, its size and the limit, so that the person can act: otherwise it is held forever.
        for (_, payload) in unsettled::held_for(connection, code)? {
            reasons.push(Reason::new(code, too_large(words, &payload, most)));
        }
    }
    Ok(reasons)
}

/// The sentence about an entry that is too large, named by its first words.
fn too_large(words: &Catalogue, payload: &Payload, most: u32) -> String {
    let text = payload.text();
    let first: String = text.split_whitespace().take(6).collect::<Vec<_>>().join(" ").chars().take(60).collect();
    let kilobytes = |bytes: u64| i64::try_from(bytes.div_ceil(1_024)).unwrap_or(i64::MAX);
    let parts = [
        ("words", first.into()),
        ("size", kilobytes(size(payload)).into()),
        ("most", kilobytes(u64::from(most)).into()),
    ];
    words.fill("status-too_large", &parts)
}

/// The sentence of a stored code.
fn problem_text(words: &Catalogue, code: &str) -> String {
    let key = match code {
        "no_key" => "status-no_key",
        "no_bond" => "status-no_bond",
        "not_listed" => "status-not_listed",
        "members_differ" => "status-members_differ",
        "key_differs" => "status-key_differs",
        "manifest_older" => "status-manifest_older",
        "not_found" => "status-not_found",
        "wrong_key" | "unopened" | "identity" => "status-wrong_key",
        "attachment_not_here" => return Error::AttachmentNotHere.sentence_in(words),
        "offline" => return Error::Offline.sentence_in(words),
        _ => match Code::ALL.iter().find(|known| known.as_str() == code) {
            Some(known) => return Error::from(*known).sentence_in(words),
            None => "status-held",
        },
    };
    words.say(key)
}
