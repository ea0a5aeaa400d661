//! The sync status: "in sync" only when everything is pushed, pulled and verified; otherwise the reasons.

use std::collections::BTreeSet;

use journal::record::Payload;
use journal::sync::{Ledger as _, SyncStatus, sync_status};
use protocol::Code;
use serde::Serialize;

use super::context::SyncContext;
use crate::commit::size::size;
use crate::messages::Catalogue;
use crate::store::records::{self, StoreLedger};
use crate::store::{account, attachments, collections, settings};
use crate::{Error, Phone};

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

impl Phone {
    /// The sync status.
    pub fn status(&self) -> Result<Status, Error> {
        let (words, now) = (self.words(), self.clock.now().unix_ms);
        Ok(self.store.read(|connection| {
            let account = account::get(connection)?;
            let outcome = settings::get(connection, settings::SYNC_OUTCOME)?.unwrap_or_default();
            let held = records::held(connection)?;
            let (attachments, problems_of_attachments) = attachments::standing(connection)?;
            let epochs = Self::epochs_wait(connection)?;
            let problems: Vec<String> =
                collections::all(connection)?.into_iter().filter_map(|known| known.problem).collect();
            let status = match SyncContext::load(connection, now)? {
                Some(sync_context) => sync_status(&mut StoreLedger::new(connection), &sync_context.context())?,
                None => {
                    let counts = StoreLedger::new(connection).counts()?;
                    SyncStatus { waiting: counts.waiting, held: counts.held, ..SyncStatus::default() }
                }
            };
            let asked = settings::get(connection, settings::READERS_ASKED)?.is_some();
            let older = settings::get(connection, settings::MANIFEST_OLDER)?.is_some();

            let mut reasons = Vec::new();
            match &account {
                None => reasons.push(Reason::new("no_account", Error::NoAccount.sentence_in(words))),
                Some(account) if account.tokens.refresh.is_none() => {
                    reasons.push(Reason::new("signed_out", Error::SignedOut.sentence_in(words)));
                }
                Some(_) => {}
            }
            let stopped = String::from_utf8(outcome).unwrap_or_default();
            if !stopped.is_empty() && !reasons.iter().any(|reason| reason.code == stopped) {
                reasons.push(Reason::new(&stopped, said(words, &stopped)));
            }
            reasons.extend(problems.iter().map(|code| Reason::new(code, said(words, code))));
            let most = self.limits.get().copied().unwrap_or_default().blob_bytes;
            for code in &held {
                if code != Code::BlobTooLarge.as_str() {
                    reasons.push(Reason::new(code, said(words, code)));
                    continue;
                }
                // Names the entry, its size and the limit, so that the person can act: otherwise it is held forever.
                for (_, payload) in records::held_for(connection, code)? {
                    reasons.push(Reason::new(code, too_large(words, &payload, most)));
                }
            }
            reasons.extend(problems_of_attachments.iter().map(|code| Reason::new(code, said(words, code))));
            if epochs {
                reasons.push(Reason::new("epochs", words.say("status-epochs")));
            }
            if attachments > 0 {
                reasons.push(Reason::new("attachments", words.say("status-attachments")));
            }
            if status.waiting > 0 {
                reasons.push(Reason::new("waiting", words.say("status-waiting")));
            }
            if status.behind > 0 {
                reasons.push(Reason::new("behind", words.say("status-behind")));
            }
            if status.unreadable > 0 {
                reasons.push(Reason::new("unreadable", words.say("status-unreadable")));
            }
            if status.missing > 0 {
                let count = [("count", (status.missing as i64).into())];
                reasons.insert(0, Reason::new("missing", words.fill("status-missing", &count)));
            }
            if status.alarms > 0 {
                reasons.insert(0, Reason::new("alarm", words.say("status-alarm")));
            }
            if older {
                reasons.insert(0, Reason::new("manifest_older", words.say("status-manifest_older")));
            }
            if asked && problems.is_empty() && status.waiting > 0 {
                reasons.push(Reason::new("readers", words.say("status-readers")));
            }
            if status.unchecked > 0 && reasons.is_empty() {
                reasons.push(Reason::new("unchecked", words.say("status-unchecked")));
            }
            let mut said_already = BTreeSet::new();
            reasons.retain(|reason| said_already.insert((reason.code.clone(), reason.sentence.clone())));
            let signed_in = account.is_some_and(|account| account.tokens.refresh.is_some());
            let brought = attachments == 0 && problems_of_attachments.is_empty() && !epochs;
            let in_sync = signed_in && status.in_sync() && problems.is_empty() && brought && !older;
            Ok(Status {
                in_sync,
                waiting: status.waiting as u32,
                behind: status.behind as u32,
                held: status.held as u32,
                unreadable: status.unreadable as u32,
                refused: status.refused as u32,
                missing: status.missing as u32,
                attachments,
                reasons: if in_sync { Vec::new() } else { reasons },
            })
        })?)
    }
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
fn said(words: &Catalogue, code: &str) -> String {
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
