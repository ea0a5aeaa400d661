//! "Who can read this": the bonds, whether what is here is whole, what was refused, and what the server no longer has.

use journal::arc::calendar;
use journal::seal::Bond;
use journal::sync::checkpoint::shows_older_journal;
use journal::sync::digest::{bring_again, confirm_authority, remove_here};
use journal::sync::{Slot, Trust, Verdict, write};
use protocol::RecordId;
use serde::Serialize;

use crate::driver::context::Trusting;
use crate::messages::Catalogue;
use crate::store::collections::Known;
use crate::store::records::Books;
use crate::store::{account, collections, records, settings, take_up, trust};
use crate::{Error, Phone, View};

/// Who can read what is shared, and how much of it this phone knows to be true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ReadersView {
    /// "Is this who may read what you share?" On a new phone, until [`Phone::confirm_readers`]; nothing is shared before.
    pub question: Option<String>,
    /// "Everything up to 12:04"; "Not checked yet."
    pub checked: String,
    /// The time of that: milliseconds since the Unix epoch. Absent while nothing has been checked.
    pub checked_at: Option<i64>,
    /// What the person has to know of the journal itself, the most important first.
    pub alarms: Vec<String>,
    /// How many entries the server says it does not have. [`Phone::bring_again`] and [`Phone::remove_here`] settle them.
    pub missing: u32,
    /// The readers, those whose care has ended among them.
    pub readers: Vec<ReaderView>,
    /// "Your keys were renewed on November 12, 2026", if they were after a loss.
    pub renewed_said: Option<String>,
    /// When the server said that it was restored: milliseconds since the Unix epoch.
    pub restorations: Vec<i64>,
    /// That in words, when there is something to say.
    pub restored_said: Option<String>,
}

/// Somebody who can read what is shared with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ReaderView {
    /// Names the relationship in other calls.
    pub care: String,
    /// Their name, from the invitation.
    pub name: String,
    /// "since November 3, 2026".
    pub since_said: String,
    /// Milliseconds since the Unix epoch.
    pub since: i64,
    /// It began within the last seven days.
    pub recent: bool,
    /// The number of the newest key.
    pub key: u32,
    /// "key 2, compared"; "key 2, not compared yet"; "key 2, compared, not in use by the other side yet".
    pub key_said: String,
    /// Whether the safety words of this key were compared.
    pub compared: bool,
    /// It has ended, here or by the server's word.
    pub ended: bool,
    /// What the person has to know, the most important first.
    pub alarms: Vec<String>,
}

/// Something that the other side had written and that the server does not have any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct RemovedView {
    /// Names it.
    pub id: String,
    /// The relationship.
    pub care: String,
    /// Whose it was.
    pub name: String,
    /// What kind of thing.
    pub kind: String,
    /// Its words, where it has any.
    pub text: String,
    /// When it was noticed: milliseconds since the Unix epoch.
    pub at: i64,
}

const DAY_MS: i64 = 86_400_000;
const WEEK_MS: i64 = 7 * DAY_MS;

/// After so many days without a sign that a new key was taken up, the person is told to ask.
const DAYS_TO_TAKE_UP: i64 = 3;

impl Phone {
    /// What does not fit now in what the server shows, each sentence once. What was refused changes nothing and does not
    /// go away: it is counted on the page of the readers, and is no news every day.
    pub(super) fn alarms(&self) -> Result<Vec<String>, Error> {
        let words = self.words();
        let found = self.store.read(|connection| {
            let private = collections::private(connection)?;
            let journal = private.map(|private| trust::of(connection, private)).transpose()?.unwrap_or_default();
            let mut found = Vec::new();
            if settings::get(connection, settings::MANIFEST_OLDER)?.is_some() {
                found.push(words.say("status-manifest_older"));
            }
            if let Some(private) = private {
                let missing = trust::missing(connection, private)?.len() as i64;
                if missing > 0 {
                    found.push(words.fill("status-missing", &[("count", missing.into())]));
                }
            }
            found.extend(said(words, &journal.own));
            for one in collections::all(connection)? {
                // Of care that has ended on both sides nothing is expected.
                if one.private || !one.ended || one.open_bond().is_some() {
                    found.extend(problems(words, &one));
                }
                if !one.private && one.is_open() {
                    let here = trust::of(connection, one.id)?;
                    found.extend(shows_older_journal(&here, &journal).then(|| words.say("readers-older-journal")));
                    found.extend([&here.own, &here.other].into_iter().filter_map(|slot| said(words, slot)));
                }
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

    /// Who can read what is shared, and what is known of it.
    pub fn readers(&self) -> Result<ReadersView, Error> {
        let scene = self.scene()?;
        let (words, now) = (scene.words, scene.now.unix_ms);
        let own = self.store.read(account::get)?;
        let manifest = own.as_ref().map(|own| self.keys(own)).transpose()?.map(|keys| keys.manifest);
        let renewed_said = manifest.filter(|manifest| manifest.generation > 1).map(|manifest| {
            let date = words.date(calendar::day(scene.zone.as_ref(), manifest.renewed_at));
            words.fill("readers-renewed", &[("date", date.into())])
        });
        Ok(self.store.read(|connection| {
            let known = collections::all(connection)?;
            let private = collections::private(connection)?;
            let journal = match private {
                Some(private) => trust::of(connection, private)?,
                None => Default::default(),
            };
            let waiting = take_up::waiting(connection)?;
            let mut readers = Vec::new();
            for one in known.iter().filter(|one| !one.private) {
                let here = trust::of(connection, one.id)?;
                let refused = trust::refused(connection, one.id)?;
                let mut alarms = problems(words, one);
                if shows_older_journal(&here, &journal) {
                    alarms.push(words.say("readers-older-journal"));
                }
                alarms.extend(said(words, &here.own));
                alarms.extend(said(words, &here.other));
                let name = one.bond.as_ref().map(|bond| bond.name.clone()).unwrap_or_default();
                let counted = refused.iter().map(|(code, count)| refusal(words, code, *count, &name));
                alarms.extend(counted.flatten());
                if let Some(bond) = &one.bond {
                    if bond.needs_comparing(known.iter().filter_map(|one| one.bond.as_ref())) {
                        alarms.push(words.fill("readers-another-key", &[("therapist", bond.name.clone().into())]));
                    }
                    let waits = waiting.get(&one.id).map(|(_, since)| (now - since) / DAY_MS);
                    alarms.extend(unconfirmed(words, bond, &here, waits));
                    readers.push(reader(words, one, bond, now, waits.is_some(), alarms));
                }
            }
            let mut alarms = Vec::new();
            if settings::get(connection, settings::MANIFEST_OLDER)?.is_some() {
                alarms.push(words.say("status-manifest_older"));
            }
            let mut missing = 0;
            if let Some(private) = private {
                alarms.extend(known.iter().filter(|one| one.id == private).flat_map(|one| problems(words, one)));
                missing = trust::missing(connection, private)?.len();
                if missing > 0 {
                    alarms.push(words.fill("status-missing", &[("count", (missing as i64).into())]));
                }
                alarms.extend(said(words, &journal.own));
                let refused = trust::refused(connection, private)?;
                alarms.extend(refused.iter().filter_map(|(code, count)| refusal(words, code, *count, "")));
            }
            let asked = settings::get(connection, settings::READERS_ASKED)?.is_some();
            let open = readers.iter().any(|reader| !reader.ended);
            let checked_at = journal.own.whole.map(|(_, minutes)| minutes * 60_000);
            let restorations = trust::restorations(connection)?;
            Ok(ReadersView {
                question: (asked && open && own.is_some()).then(|| words.say("status-readers")),
                checked: match checked_at {
                    Some(at) => words.fill("readers-checked", &[("when", scene.near(at).into())]),
                    None => words.say("status-unchecked"),
                },
                checked_at,
                alarms,
                missing: missing as u32,
                readers,
                renewed_said,
                restored_said: restored(words, &restorations, now),
                restorations,
            })
        })?)
    }

    /// The question, on a new phone, while it stands.
    pub(super) fn readers_question(&self) -> Result<Option<String>, Error> {
        let asked = self.store.read(|connection| settings::get(connection, settings::READERS_ASKED))?;
        asked.map_or(Ok(None), |_| Ok(self.readers()?.question))
    }

    /// The person has looked at the readers on this new phone, and says that they are who may read.
    pub fn confirm_readers(&self) -> Result<(), Error> {
        self.store.write(|connection| {
            settings::clear(connection, settings::READERS_ASKED)?;
            let Some(trusting) = Trusting::of(connection, self.clock.now().unix_ms)? else { return Ok(()) };
            let context = trusting.context();
            let aside = records::set_aside_in(connection, context.reader.private)?;
            confirm_authority(&mut Books::on(connection), &context, &aside)
        })?;
        self.written();
        self.changed(View::Care);
        self.changed(View::Status);
        Ok(())
    }

    /// Brings what the server says it does not have there again.
    pub fn bring_again(&self) -> Result<(), Error> {
        let private = self.private_collection()?;
        self.store.write(|connection| bring_again(&mut Books::on(connection), private))?;
        self.written();
        self.changed(View::Status);
        Ok(())
    }

    /// Removes here as well what the server says it does not have.
    pub fn remove_here(&self) -> Result<(), Error> {
        let private = self.private_collection()?;
        self.store.write(|connection| remove_here(&mut Books::on(connection), private))?;
        self.written();
        View::JOURNAL.into_iter().for_each(|view| self.changed(view));
        Ok(())
    }

    /// *Recently removed*: what therapists had written and the server does not have any more, without proof that they
    /// deleted it. Kept for thirty days.
    pub fn recently_removed(&self) -> Result<Vec<RemovedView>, Error> {
        let care = self.care()?;
        let removed = self.store.read(trust::removed)?;
        let view = |(key, content, at): (journal::sync::Key, journal::record::Payload, i64)| RemovedView {
            id: key.id.to_string(),
            care: key.collection.to_string(),
            name: care
                .iter()
                .find(|one| one.id == key.collection.to_string())
                .map(|one| one.therapist.clone())
                .unwrap_or_default(),
            kind: content.kind().to_owned(),
            text: content.0.get("text").and_then(|text| text.as_str()).unwrap_or_default().to_owned(),
            at,
        };
        Ok(removed.into_iter().map(view).collect())
    }

    /// Keeps the words of something that was removed as an entry of the own journal, which nobody else reads.
    pub fn restore_removed(&self, id: RecordId) -> Result<RecordId, Error> {
        let removed = self.store.read(trust::removed)?;
        let (key, content, _) = removed.into_iter().find(|(key, ..)| key.id == id).ok_or(Error::NoEntry)?;
        let text = content.0.get("text").and_then(|text| text.as_str()).unwrap_or_default().to_owned();
        if text.is_empty() {
            return Err(Error::WrongKind);
        }
        let when = self.clock.now();
        let fresh = self.new_id(&when);
        let body = journal::record::Body::Reflection(journal::record::Reflection { text, ..Default::default() });
        let payload = journal::record::Record { when, body }.to_payload();
        self.store.write::<_, Error>(|connection| {
            let mut books = Books::on(connection);
            let own = Self::own(&mut books, fresh)?;
            write(&mut books, &own, Some(payload))?;
            Ok(trust::forget_removed(connection, &key)?)
        })?;
        self.written();
        View::JOURNAL.into_iter().for_each(|view| self.changed(view));
        Ok(fresh)
    }
}

/// The other side has not shown that it has the newest key.
fn unconfirmed(words: &Catalogue, bond: &Bond, here: &Trust, waits: Option<i64>) -> Vec<String> {
    let named = [("therapist", bond.name.clone().into())];
    let Some(days) = waits else { return Vec::new() };
    let mut said = Vec::new();
    if days >= DAYS_TO_TAKE_UP {
        let filled = [&named[..], &[("days", days.into())]].concat();
        said.push(words.fill("readers-not-taken-up", &filled));
    }
    // A phone that never found the other side's rows to be whole cannot know that nobody with an old key wrote them.
    if here.other.whole.is_none() {
        said.push(words.fill("readers-unconfirmed", &named));
    }
    said
}

fn reader(words: &Catalogue, known: &Known, bond: &Bond, now: i64, waits: bool, alarms: Vec<String>) -> ReaderView {
    let compared = bond.compared.as_ref().is_some_and(|compared| compared.epoch == bond.epoch);
    let key = [("key", i64::from(bond.epoch).into())];
    let compared_said = words.fill(if compared { "readers-compared" } else { "readers-not-compared" }, &key);
    let since = words.date(bond.since.local_day());
    ReaderView {
        care: known.id.to_string(),
        name: bond.name.clone(),
        since_said: words.fill("access-since", &[("date", since.into())]),
        since: bond.since.unix_ms,
        recent: bond.is_open() && bond.since.unix_ms > now - WEEK_MS,
        key: bond.epoch,
        key_said: match waits && bond.is_open() {
            true => words.fill("readers-waits", &[("said", compared_said.into())]),
            false => compared_said,
        },
        compared,
        ended: !known.is_open(),
        alarms,
    }
}

fn problems(words: &Catalogue, known: &Known) -> Vec<String> {
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
    // Ended here, and listed all the same.
    if !known.ended && known.bond.as_ref().is_some_and(|bond| !bond.is_open()) {
        said.push(words.fill("readers-listed-again", &named));
    }
    said
}

fn said(words: &Catalogue, slot: &Slot) -> Option<String> {
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
        // Counted, and of no weight.
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
