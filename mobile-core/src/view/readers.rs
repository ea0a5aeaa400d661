//! "Who can read this": the bonds, whether the collections are verified, and rejected records.

use journal::arc::calendar;
use journal::seal::Bond;
use journal::sync::checkpoint::shows_older_journal;
use journal::sync::digest::{bonds_to_confirm, confirm_authority};
use journal::sync::{CheckpointState, KnownCheckpoint, Verdict};
use protocol::CollectionId;
use serde::Serialize;

use crate::messages::Catalogue;
use crate::phone::Care;
use crate::store::collections::CollectionState;
use crate::store::records::StoreLedger;
use crate::store::{self, Connection, account, collections, pending_keys, settings, trust, unsettled};
use crate::sync::context::SyncContext;
use crate::{Error, View};

/// The readers of the shared entries, and how much of that this phone has verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ReadersView {
    /// "Is this who may read what you share?" On a new phone, until [`Care::confirm_readers`]; nothing is shared
    /// before.
    pub question: Option<String>,
    /// "Everything up to 12:04"; "Not checked yet."
    pub checked: String,
    /// The time of that verification: milliseconds since the Unix epoch. Absent before the first one.
    pub checked_at: Option<i64>,
    /// Warnings about the journal itself, most important first.
    pub alarms: Vec<String>,
    /// The number of missing entries. [`Care::push_missing`] and [`Care::delete_missing`] resolve them.
    pub missing: u32,
    /// The readers, including those whose care has ended.
    pub readers: Vec<ReaderView>,
    /// "Your keys were renewed on November 12, 2026", if they were renewed after a loss.
    pub renewed_text: Option<String>,
    /// When the server announced restores: milliseconds since the Unix epoch.
    pub restorations: Vec<i64>,
    /// The same as a sentence, if there were any.
    pub restored_text: Option<String>,
}

/// An account that can read what is shared with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ReaderView {
    /// The id of the relationship, for other calls.
    pub care: String,
    /// Their name, from the invitation.
    pub name: String,
    /// "since November 3, 2026".
    pub since_text: String,
    /// Milliseconds since the Unix epoch.
    pub since: i64,
    /// Whether it began within the last seven days.
    pub recent: bool,
    /// The number of the newest key.
    pub key: u32,
    /// "key 2, compared"; "key 2, not compared yet"; "key 2, compared, not in use by the other side yet".
    pub key_text: String,
    /// Whether the safety words of this key were compared.
    pub compared: bool,
    /// Whether it has ended, here or according to the server.
    pub ended: bool,
    /// Warnings about this reader, most important first.
    pub alarms: Vec<String>,
}

const DAY_MS: i64 = 86_400_000;
const WEEK_MS: i64 = 7 * DAY_MS;

/// Days without evidence that a new key was accepted, after which the person is advised to ask.
const DAYS_TO_TAKE_UP: i64 = 3;

impl Care<'_> {
    /// Warnings about the server's current state, without duplicates. Records that were set aside are not among them:
    /// they change nothing and stay, so they are counted on the page of the readers instead of being reported every
    /// day.
    pub(super) fn alarms(self) -> Result<Vec<String>, Error> {
        let (words, now) = (self.phone.words(), self.phone.clock.now().unix_ms);
        let found = self.phone.store.read(|connection| {
            let journal = JournalState::load(connection)?;
            let mut found = journal.alarms(words, now);
            for one in journal.care() {
                if one.is_open() {
                    found.extend(care_alarms(words, one, &trust::of(connection, one.id)?, &journal.trust));
                } else if !one.ended || one.open_bond().is_some() {
                    found.extend(problems(words, one));
                }
                // Nothing is expected of care that has ended on both sides.
            }
            Ok(found)
        })?;
        let mut once: Vec<String> = Vec::new();
        for alarm in found {
            if !once.contains(&alarm) {
                once.push(alarm);
            }
        }
        Ok(once)
    }

    /// The page "Who can read this".
    pub fn readers(self) -> Result<ReadersView, Error> {
        let context = self.phone.view_context()?;
        let (words, now) = (context.words, context.now.unix_ms);
        let own = self.phone.store.read(account::get)?;
        let manifest = own.as_ref().map(|own| self.phone.account().keys(own)).transpose()?.map(|keys| keys.manifest);
        let renewed_text = manifest.filter(|manifest| manifest.generation > 1).map(|manifest| {
            let date = words.date(calendar::day(context.zone.as_ref(), manifest.renewed_at));
            words.fill("readers-renewed", &[("date", date.into())])
        });
        Ok(self.phone.store.read(|connection| {
            let journal = JournalState::load(connection)?;
            let known = &journal.collections;
            let waiting = pending_keys::waiting(connection)?;
            let mut readers = Vec::new();
            for one in journal.care() {
                let Some(bond) = &one.bond else { continue };
                let here = trust::of(connection, one.id)?;
                let mut alarms = care_alarms(words, one, &here, &journal.trust);
                let refused = trust::refused(connection, one.id)?;
                alarms.extend(refused.iter().filter_map(|(code, count)| refusal(words, code, *count, &bond.name)));
                if bond.needs_comparing(known.iter().filter_map(|one| one.bond.as_ref())) {
                    alarms.push(words.fill("readers-another-key", &[("therapist", bond.name.clone().into())]));
                }
                let waits = waiting.get(&one.id).map(|(_, since)| (now - since) / DAY_MS);
                alarms.extend(unconfirmed(words, bond, &here, waits));
                readers.push(reader(words, one, bond, now, waits.is_some(), alarms));
            }
            let mut alarms = journal.alarms(words, now);
            if let Some(private) = journal.private {
                let refused = trust::refused(connection, private)?;
                alarms.extend(refused.iter().filter_map(|(code, count)| refusal(words, code, *count, "")));
            }
            let asked = is_asked(connection)?;
            if asked {
                // Found only under an older key of the account: the person decides, and has to see them for that.
                for bond in waiting_bonds(connection, now)? {
                    if readers.iter().all(|reader| reader.care != bond.care.to_string()) {
                        readers.push(waiting_reader(words, bond, now));
                    }
                }
            }
            let open = readers.iter().any(|reader| !reader.ended);
            let checked_at = journal.trust.own.whole.map(|(_, minutes)| minutes * 60_000);
            let restorations = trust::restorations(connection)?;
            Ok(ReadersView {
                question: (asked && open && own.is_some()).then(|| words.say("status-readers")),
                checked: match checked_at {
                    Some(at) => words.fill("readers-checked", &[("when", context.relative(at).into())]),
                    None => words.say("status-unchecked"),
                },
                checked_at,
                alarms,
                missing: journal.missing,
                readers,
                renewed_text,
                restored_text: restored(words, &restorations, now),
                restorations,
            })
        })?)
    }

    /// The question to confirm the readers, on a new phone, until it is answered.
    pub(super) fn readers_question(self) -> Result<Option<String>, Error> {
        let asked = self.phone.store.read(|connection| settings::get(connection, settings::READERS_ASKED))?;
        asked.map_or(Ok(None), |_| Ok(self.readers()?.question))
    }

    /// The person confirms the readers on a new phone. Nothing is shared from it before. Without the question there is
    /// nothing to confirm.
    pub fn confirm_readers(self) -> Result<(), Error> {
        self.phone.store.write(|connection| {
            if !is_asked(connection)? {
                return Ok(());
            }
            settings::clear(connection, settings::READERS_ASKED)?;
            let Some(sync_context) = SyncContext::load(connection, self.phone.clock.now().unix_ms)? else {
                return Ok(());
            };
            let context = sync_context.context();
            let aside = unsettled::set_aside_in(connection, context.reader.private)?;
            confirm_authority(&mut StoreLedger::new(connection), &context, &aside)
        })?;
        self.phone.written();
        self.phone.changed(View::Care);
        self.phone.changed(View::Status);
        Ok(())
    }
}

/// Whether the person is to confirm the readers. Not before the journal has been read to its head: until then a reader may
/// still be missing from the list.
fn is_asked(connection: &mut Connection) -> Result<bool, store::Error> {
    let asked = settings::get(connection, settings::READERS_ASKED)?.is_some();
    let Some(private) = collections::private(connection)?.filter(|_| asked) else { return Ok(false) };
    Ok(trust::of(connection, private)?.floor > 0)
}

/// The bonds of the journal that are set aside until the person has confirmed them.
fn waiting_bonds(connection: &mut Connection, now_ms: i64) -> Result<Vec<Bond>, store::Error> {
    let Some(sync_context) = SyncContext::load(connection, now_ms)? else { return Ok(Vec::new()) };
    let context = sync_context.context();
    let aside = unsettled::set_aside_in(connection, context.reader.private)?;
    Ok(bonds_to_confirm(&context, &aside))
}

fn waiting_reader(words: &Catalogue, bond: Bond, now: i64) -> ReaderView {
    let known = CollectionState {
        id: bond.care,
        private: false,
        head: 0,
        imported: None,
        created_at: bond.since.unix_ms,
        ended: false,
        members: Vec::new(),
        problem: None,
        bond: Some(bond.clone()),
    };
    reader(words, &known, &bond, now, false, vec![words.say("readers-stale")])
}

/// The state of this phone's collections and of its own journal on the server.
struct JournalState {
    collections: Vec<CollectionState>,
    private: Option<CollectionId>,
    trust: CheckpointState,
    missing: u32,
    manifest_older: bool,
}

impl JournalState {
    fn load(connection: &mut Connection) -> Result<Self, store::Error> {
        let private = collections::private(connection)?;
        Ok(Self {
            collections: collections::all(connection)?,
            private,
            trust: private.map(|private| trust::of(connection, private)).transpose()?.unwrap_or_default(),
            missing: private.map(|private| trust::missing(connection, private)).transpose()?.map_or(0, |all| all.len())
                as u32,
            manifest_older: settings::get(connection, settings::MANIFEST_OLDER)?.is_some(),
        })
    }

    /// The care collections, ended ones included.
    fn care(&self) -> impl Iterator<Item = &CollectionState> {
        self.collections.iter().filter(|one| !one.private)
    }

    /// Warnings about the account and the journal as a whole.
    fn alarms(&self, words: &Catalogue, now_ms: i64) -> Vec<String> {
        let mut alarms = Vec::new();
        if self.manifest_older {
            alarms.push(words.say("status-manifest_older"));
        }
        alarms.extend(self.collections.iter().filter(|one| one.private).flat_map(|one| problems(words, one)));
        if self.missing > 0 {
            alarms.push(words.fill("status-missing", &[("count", i64::from(self.missing).into())]));
        }
        alarms.extend(checkpoint_text(words, &self.trust.own));
        // For a week: the server joins the phones again at once, and the person has to look.
        if self.trust.split_at.is_some_and(|at| at.saturating_mul(60_000) > now_ms - WEEK_MS) {
            alarms.push(words.say("readers-split"));
        }
        alarms
    }
}

/// Warnings about one care collection.
fn care_alarms(
    words: &Catalogue,
    one: &CollectionState,
    here: &CheckpointState,
    journal: &CheckpointState,
) -> Vec<String> {
    let mut alarms = problems(words, one);
    if shows_older_journal(here, journal) {
        alarms.push(words.say("readers-older-journal"));
    }
    alarms.extend([&here.own, &here.other].into_iter().filter_map(|slot| checkpoint_text(words, slot)));
    alarms
}

/// Whether the other side has not shown that it has the newest key.
fn unconfirmed(words: &Catalogue, bond: &Bond, here: &CheckpointState, waits: Option<i64>) -> Vec<String> {
    let named = [("therapist", bond.name.clone().into())];
    let Some(days) = waits else { return Vec::new() };
    let mut said = Vec::new();
    if days >= DAYS_TO_TAKE_UP {
        let filled = [&named[..], &[("days", days.into())]].concat();
        said.push(words.fill("readers-not-taken-up", &filled));
    }
    // A phone that never verified the other side's rows cannot exclude that someone with an old key wrote them.
    if here.other.whole.is_none() {
        said.push(words.fill("readers-unconfirmed", &named));
    }
    said
}

fn reader(
    words: &Catalogue,
    known: &CollectionState,
    bond: &Bond,
    now: i64,
    waits: bool,
    alarms: Vec<String>,
) -> ReaderView {
    let compared = bond.compared.as_ref().is_some_and(|compared| compared.epoch == bond.epoch);
    let key = [("key", i64::from(bond.epoch).into())];
    let compared_text = words.fill(if compared { "readers-compared" } else { "readers-not-compared" }, &key);
    let since = words.date(bond.since.local_day());
    ReaderView {
        care: known.id.to_string(),
        name: bond.name.clone(),
        since_text: words.fill("access-since", &[("date", since.into())]),
        since: bond.since.unix_ms,
        recent: bond.is_open() && bond.since.unix_ms > now - WEEK_MS,
        key: bond.epoch,
        key_text: match waits && bond.is_open() {
            true => words.fill("readers-waits", &[("said", compared_text.into())]),
            false => compared_text,
        },
        compared,
        ended: !known.is_open(),
        alarms,
    }
}

fn problems(words: &Catalogue, known: &CollectionState) -> Vec<String> {
    let named = [("therapist", known.bond.as_ref().map(|bond| bond.name.clone()).unwrap_or_default().into())];
    let mut said = Vec::new();
    match known.problem.as_deref() {
        Some("members_differ") if known.private => said.push(words.say("readers-members-private")),
        Some("members_differ") => said.push(words.fill("readers-members", &named)),
        Some("no_bond") => said.push(words.say("status-no_bond")),
        Some("not_found") => said.push(words.say("status-not_found")),
        Some("key_differs") => said.push(words.say("status-key_differs")),
        _ => {}
    }
    if known.ended && known.open_bond().is_some() {
        said.push(words.fill("readers-ended-by-server", &named));
    }
    // Not confirmed yet, or listed again.
    if known.is_ending() {
        said.push(words.fill("readers-listed-again", &named));
    }
    said
}

fn checkpoint_text(words: &Catalogue, slot: &KnownCheckpoint) -> Option<String> {
    match slot.verdict {
        Verdict::Differs(difference) if difference < 0 => {
            Some(words.fill("readers-missing", &[("count", difference.abs().into())]))
        }
        Verdict::Differs(_) => Some(words.say("readers-differs")),
        Verdict::Older => Some(words.say("readers-older")),
        _ => None,
    }
}

fn refusal(words: &Catalogue, code: &str, count: u32, name: &str) -> Option<String> {
    let key = match code {
        "retired_epoch" => "refused-retired_epoch",
        "not_theirs_to_write" => "refused-not_theirs",
        "deletion_unproved" => "refused-deletion",
        "stale_authority" => "refused-stale_authority",
        "not_in_checkpoint" => "refused-not_in_checkpoint",
        // Only counted, without a warning.
        _ => return None,
    };
    Some(words.fill(key, &[("therapist", name.to_owned().into()), ("count", i64::from(count).into())]))
}

fn restored(words: &Catalogue, at: &[i64], now: i64) -> Option<String> {
    let year = at.iter().filter(|at| **at > now - 365 * 86_400_000).count();
    let last = at.last()?;
    let when = words.date(last.div_euclid(86_400_000));
    Some(words.fill("readers-restored", &[("count", (year as i64).into()), ("date", when.into())]))
}
