//! Where sync stands: "in sync" is said only when it is whole; anything else is "not yet", with the reason.

use std::collections::BTreeSet;

use journal::record::Payload;
use journal::sync::{Ledger as _, Standing, standing};
use protocol::Code;
use serde::Serialize;

use crate::driver::context::Trusting;
use crate::entries::size;
use crate::messages::Catalogue;
use crate::store::records::{self, Books};
use crate::store::{account, attachments, collections, settings};
use crate::{Error, Phone};

/// Where this phone stands, by its own books: also true without a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Status {
    /// Everything that was written here is there, and everything that is there is here.
    pub in_sync: bool,
    /// Records that wait to be sent.
    pub waiting: u32,
    /// Collections of which more is known to be there than is here.
    pub behind: u32,
    /// Records that the server refused, or that could not be sealed.
    pub held: u32,
    /// Records that cannot be opened.
    pub unreadable: u32,
    /// Records that were refused for what they are. They change nothing, and do not keep "in sync" away.
    pub refused: u32,
    /// Records here that the server says it does not have, without proof of a deletion.
    pub missing: u32,
    /// Photos and voice notes that wait to be brought to the server, or to be deleted there.
    pub attachments: u32,
    /// Why it is not in sync yet, the most important first; empty when it is.
    pub reasons: Vec<Reason>,
}

/// Why something is not in sync yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Reason {
    /// A stable code.
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
    /// Where sync stands.
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
            let standing = match Trusting::of(connection, now)? {
                Some(trusting) => standing(&mut Books::on(connection), &trusting.context())?,
                None => {
                    let counts = Books::on(connection).counts()?;
                    Standing { waiting: counts.waiting, held: counts.held, ..Standing::default() }
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
                // Which it is, how large it is and may be, and what to do: else it is held for ever.
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
            if standing.waiting > 0 {
                reasons.push(Reason::new("waiting", words.say("status-waiting")));
            }
            if standing.behind > 0 {
                reasons.push(Reason::new("behind", words.say("status-behind")));
            }
            if standing.unreadable > 0 {
                reasons.push(Reason::new("unreadable", words.say("status-unreadable")));
            }
            if standing.missing > 0 {
                let count = [("count", (standing.missing as i64).into())];
                reasons.insert(0, Reason::new("missing", words.fill("status-missing", &count)));
            }
            if standing.alarms > 0 {
                reasons.insert(0, Reason::new("alarm", words.say("status-alarm")));
            }
            if older {
                reasons.insert(0, Reason::new("manifest_older", words.say("status-manifest_older")));
            }
            if asked && problems.is_empty() && standing.waiting > 0 {
                reasons.push(Reason::new("readers", words.say("status-readers")));
            }
            if standing.unchecked > 0 && reasons.is_empty() {
                reasons.push(Reason::new("unchecked", words.say("status-unchecked")));
            }
            let mut said_already = BTreeSet::new();
            reasons.retain(|reason| said_already.insert((reason.code.clone(), reason.sentence.clone())));
            let signed_in = account.is_some_and(|account| account.tokens.refresh.is_some());
            let brought = attachments == 0 && problems_of_attachments.is_empty() && !epochs;
            let in_sync = signed_in && standing.in_sync() && problems.is_empty() && brought && !older;
            Ok(Status {
                in_sync,
                waiting: standing.waiting as u32,
                behind: standing.behind as u32,
                held: standing.held as u32,
                unreadable: standing.unreadable as u32,
                refused: standing.refused as u32,
                missing: standing.missing as u32,
                attachments,
                reasons: if in_sync { Vec::new() } else { reasons },
            })
        })?)
    }
}

/// An entry that no server takes, by its first words.
fn too_large(words: &Catalogue, payload: &Payload, most: u32) -> String {
    let text = payload.0.get("text").and_then(|text| text.as_str()).unwrap_or_default();
    let first: String = text.split_whitespace().take(6).collect::<Vec<_>>().join(" ").chars().take(60).collect();
    let kilobytes = |bytes: u64| i64::try_from(bytes.div_ceil(1_024)).unwrap_or(i64::MAX);
    let parts = [
        ("words", first.into()),
        ("size", kilobytes(size::size(payload)).into()),
        ("most", kilobytes(u64::from(most)).into()),
    ];
    words.fill("status-too_large", &parts)
}

/// The sentence of a code that was kept.
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
