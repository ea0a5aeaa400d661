//! Consents: what the person agreed to, in which wording and when, and the withdrawal.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use journal::record::{Body, Consent, Moment, PracticeCard};
use journal::sync::{Key, Row};
use protocol::{CollectionId, RecordId};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::Error;
use crate::commit::Origin;
use crate::commit::consent::{active, active_consent, card, in_force, sharing_version};
use crate::messages::Catalogue;
use crate::phone::Sharing;
use crate::store::pages;

/// The version of the wording for keeping a journal. Version 2 names the audience of the app.
const JOURNAL_VERSION: &str = "2";

/// A text that the person is asked to agree to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Wording {
    /// `journal` (keeping it, and what it is not) or `sharing` (with one therapist).
    pub purpose: String,
    /// The relationship, for `sharing`.
    pub care: Option<String>,
    /// The title of the consent.
    pub title: String,
    /// The complete text of the consent.
    pub text: String,
    /// The version of the text.
    pub version: String,
}

/// A wording, and whether the person agreed to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ConsentView {
    /// The wording to agree to.
    pub wording: Wording,
    /// Whether the person agreed to the current version and has not withdrawn it.
    pub agreed: bool,
    /// "Agreed on February 12, 2026, version 1"; empty without a decision.
    pub said: String,
    /// Whether the wording has changed since the person agreed: ask again.
    pub changed: bool,
}

impl Sharing<'_> {
    /// All consents: their wordings, and what was agreed to.
    pub fn consents(self) -> Result<Vec<ConsentView>, Error> {
        let (words, care) = (self.phone.words(), self.phone.care().list()?);
        let (given, cards) = self.phone.store.read(|connection| {
            let given = pages::visible(connection, &["consent"], None, i64::MAX)?;
            Ok((given, pages::visible(connection, &["practice_card"], None, i64::MAX)?))
        })?;
        let wordings = std::iter::once(journal_wording(words)).chain(
            care.iter()
                .filter(|care| !care.ended)
                .map(|care| sharing_wording(words, &care.therapist, Some(care.id.clone()), card(&cards, &care.id))),
        );
        Ok(wordings.map(|wording| consent(words, wording, &given)).collect())
    }

    /// Records consent to the current wording.
    pub fn agree(self, purpose: &str, care: Option<&str>) -> Result<RecordId, Error> {
        let known = self.consents()?.into_iter().map(|consent| consent.wording);
        let wording = known.into_iter().find(|one| one.purpose == purpose && one.care.as_deref() == care);
        let wording = wording.ok_or(Error::NoCare)?;
        let care = care.map(|care| care.parse::<CollectionId>().map_err(|_| Error::NoCare)).transpose()?;
        let consent = Consent {
            purpose: purpose.into(),
            care,
            version: wording.version,
            digest: URL_SAFE_NO_PAD.encode(Sha256::digest(wording.text.as_bytes())),
            // The therapist sees the consent that concerns them.
            shared_with: care.into_iter().collect(),
            ..Consent::default()
        };
        self.phone.entries().write_record(consent.into(), self.phone.clock.now())
    }

    /// Records consent to the wording of the invitation ([`crate::InvitationView::consent_text`]), when joining. Joining
    /// again after a lost response consents once.
    pub(crate) fn agree_by_joining(self, care: &str) -> Result<(), Error> {
        let id = care.parse::<CollectionId>().map_err(|_| Error::NoCare)?;
        let is_given = self.phone.store.read(|connection| Ok(!active(connection, id)?.is_empty()))?;
        if is_given { Ok(()) } else { self.agree("sharing", Some(care)).map(drop) }
    }

    /// Fails with [`Error::ConsentFirst`] without a consent to share with this therapist.
    pub(crate) fn require_consent(self, care: CollectionId) -> Result<(), Error> {
        if self.phone.store.read(|connection| in_force(connection, care))? { Ok(()) } else { Err(Error::ConsentFirst) }
    }

    /// Withdraws a consent. Nothing new can be shared from then on. Entries that are already shared can be taken back
    /// individually, or by ending the relationship.
    pub fn withdraw_consent(self, purpose: &str, care: Option<&str>) -> Result<(), Error> {
        let rows = self.phone.store.read(|connection| pages::visible(connection, &["consent"], None, i64::MAX))?;
        let (now, mut found) = (self.phone.clock.now(), false);
        for id in rows.iter().filter_map(|(key, row)| active_consent(row, purpose, care).map(|_| key.id)) {
            found = true;
            self.phone.change(id, Origin::App, |mut record| {
                let Body::Consent(consent) = &mut record.body else { return Err(Error::WrongKind) };
                consent.withdrawn = Some(now.clone());
                Ok(record)
            })?;
        }
        if !found {
            return Err(Error::NoEntry);
        }
        if purpose == "sharing" { self.stop_sharing_from_now_on(care) } else { Ok(()) }
    }
}

fn journal_wording(words: &Catalogue) -> Wording {
    let lines = ["welcome-who", "consent-not-text", "consent-age", "consent-journal-text"];
    let text = lines.map(|line| words.say(line)).join("\n\n");
    let title = words.say("consent-journal-title");
    Wording { purpose: "journal".into(), care: None, title, text, version: JOURNAL_VERSION.into() }
}

/// The app's text on 42 CFR Part 2, in order: what is protected, what the consent covers, what it does not, proceedings,
/// and how to revoke it.
const PART2: [&str; 5] = [
    "consent-part2-protects",
    "consent-part2-covers",
    "consent-part2-not-enough",
    "consent-part2-proceedings",
    "consent-part2-revoke",
];

/// The app's own words, those of Part 2 where the practice's card says that it applies, and the practice's reading
/// agreement. Without a relationship: what joining agrees to.
pub(crate) fn sharing_wording(
    words: &Catalogue,
    therapist: &str,
    care: Option<String>,
    card: Option<PracticeCard>,
) -> Wording {
    let therapist = || ("therapist", therapist.into());
    let mut paragraphs = vec![words.fill("consent-sharing-text", &[therapist()])];
    if card.as_ref().is_some_and(|card| card.part2) {
        paragraphs.extend(PART2.map(|part| words.fill(part, &[therapist()])));
    }
    paragraphs.extend(card.as_ref().map(|card| card.reading_agreement.clone()).filter(|text| !text.is_empty()));
    let title = words.fill("consent-sharing-title", &[therapist()]);
    let (text, version) = (paragraphs.join("\n\n"), sharing_version(card.as_ref()));
    Wording { purpose: "sharing".into(), care, title, text, version }
}

fn consent(words: &Catalogue, wording: Wording, given: &[(Key, Row)]) -> ConsentView {
    let given = given.iter().filter_map(|(_, row)| {
        let record = row.content.as_ref()?.to_record().ok()?;
        let Body::Consent(consent) = record.body else { return None };
        let same = consent.purpose == wording.purpose && consent.care.map(|care| care.to_string()) == wording.care;
        same.then_some((record.when, consent))
    });
    // What is in force, otherwise the last decision. See `consent::in_force`.
    let mut given: Vec<(Moment, Consent)> = given.collect();
    let in_force = |(_, consent): &(Moment, Consent)| consent.withdrawn.is_none() && consent.version == wording.version;
    let shown = given.iter().position(in_force).unwrap_or(0);
    if given.is_empty() {
        return ConsentView { wording, agreed: false, said: String::new(), changed: false };
    }
    let (when, consent) = given.swap_remove(shown);
    let on = |day: i64| words.fill("date-on", &[("day", words.date(day).into())]);
    let said = match &consent.withdrawn {
        Some(withdrawn) => words.fill("consent-withdrawn", &[("when", on(withdrawn.local_day()).into())]),
        None => words.fill(
            "consent-given",
            &[("when", on(when.local_day()).into()), ("version", consent.version.as_str().into())],
        ),
    };
    let is_given = consent.withdrawn.is_none();
    let current = consent.version == wording.version;
    ConsentView { wording, agreed: is_given && current, said, changed: is_given && !current }
}
