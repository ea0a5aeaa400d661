//! Consents: what was agreed to, in which wording and when; taken back as easily as given.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use journal::record::{Body, Consent, PracticeCard};
use journal::sync::{Key, Row};
use protocol::{CollectionId, RecordId};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::messages::Catalogue;
use crate::store::pages;
use crate::{CareView, Error, Phone};

/// The version of the app's own wordings. A change of their meaning raises it, and the person is asked again.
const VERSION: &str = "1";
/// Of the wording for keeping a journal: 2 says whom it is for.
const JOURNAL_VERSION: &str = "2";

/// What the person is asked to agree to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct Wording {
    /// `journal` (keeping it, and what it is not) or `sharing` (with one therapist).
    pub purpose: String,
    /// The relationship, for `sharing`.
    pub care: Option<String>,
    /// A title.
    pub title: String,
    /// The text, whole.
    pub text: String,
    /// Its version.
    pub version: String,
}

/// A wording, and whether it stands agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ConsentView {
    /// What is asked.
    pub wording: Wording,
    /// Agreed, in the version that stands now, and not withdrawn.
    pub agreed: bool,
    /// "Agreed on February 12, 2026, version 1"; empty while nothing was said.
    pub said: String,
    /// The wording changed since it was agreed: ask again.
    pub changed: bool,
}

impl Phone {
    /// What there is to agree to, and what was agreed.
    pub fn consents(&self) -> Result<Vec<ConsentView>, Error> {
        let (words, care) = (self.words(), self.care()?);
        let (given, cards) = self.store.read(|connection| {
            let given = pages::visible(connection, &["consent"], None, i64::MAX)?;
            Ok((given, pages::visible(connection, &["practice_card"], None, i64::MAX)?))
        })?;
        let wordings = std::iter::once(journal_wording(words))
            .chain(care.iter().filter(|care| !care.ended).map(|care| sharing_wording(words, care, &cards)));
        Ok(wordings.map(|wording| consent(words, wording, &given)).collect())
    }

    /// The person agrees to a wording as it stands now.
    pub fn agree(&self, purpose: &str, care: Option<&str>) -> Result<RecordId, Error> {
        let known = self.consents()?.into_iter().map(|consent| consent.wording);
        let wording = known.into_iter().find(|one| one.purpose == purpose && one.care.as_deref() == care);
        let wording = wording.ok_or(Error::NoCare)?;
        let care = care.map(|care| care.parse::<CollectionId>().map_err(|_| Error::NoCare)).transpose()?;
        let consent = Consent {
            purpose: purpose.into(),
            care,
            version: wording.version,
            digest: URL_SAFE_NO_PAD.encode(Sha256::digest(wording.text.as_bytes())),
            // The therapist sees what was agreed with them.
            shared_with: care.into_iter().collect(),
            ..Consent::default()
        };
        self.write_record(consent.into(), self.clock.now())
    }

    /// The person takes an agreement back. Nothing new is shared by itself from then on; what is shared already is taken
    /// back entry by entry, or by ending the relationship.
    pub fn withdraw_consent(&self, purpose: &str, care: Option<&str>) -> Result<(), Error> {
        let rows = self.store.read(|connection| pages::visible(connection, &["consent"], None, i64::MAX))?;
        let (now, mut found) = (self.clock.now(), false);
        for id in rows.iter().filter_map(|(key, row)| standing(row, purpose, care).map(|_| key.id)) {
            found = true;
            self.change(id, false, |mut record| {
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

/// The app's own words, and the practice's reading agreement below them.
fn sharing_wording(words: &Catalogue, care: &CareView, cards: &[(Key, Row)]) -> Wording {
    let therapist = || ("therapist", care.therapist.as_str().into());
    let mut text = words.fill("consent-sharing-text", &[therapist()]);
    let mut version = VERSION.to_owned();
    if let Some(card) = card(cards, &care.id).filter(|card| !card.reading_agreement.is_empty()) {
        text = format!("{text}\n\n{}", card.reading_agreement);
        version = format!("{VERSION}/{}", card.agreement_version);
    }
    let title = words.fill("consent-sharing-title", &[therapist()]);
    Wording { purpose: "sharing".into(), care: Some(care.id.clone()), title, text, version }
}

/// The newest card of a relationship's practice.
pub(crate) fn card(cards: &[(Key, Row)], care: &str) -> Option<PracticeCard> {
    let here = cards.iter().filter(|(key, _)| key.collection.to_string() == care);
    here.into_iter().find_map(|(_, row)| match row.content.as_ref()?.to_record().ok()?.body {
        Body::PracticeCard(card) => Some(card),
        _ => None,
    })
}

/// The consent of a row, if it is for this and was not withdrawn.
fn standing(row: &Row, purpose: &str, care: Option<&str>) -> Option<Consent> {
    match row.content.as_ref()?.to_record().ok()?.body {
        Body::Consent(consent)
            if consent.purpose == purpose
                && consent.withdrawn.is_none()
                && consent.care.map(|care| care.to_string()).as_deref() == care =>
        {
            Some(consent)
        }
        _ => None,
    }
}

fn consent(words: &Catalogue, wording: Wording, given: &[(Key, Row)]) -> ConsentView {
    let last = given.iter().find_map(|(_, row)| {
        let record = row.content.as_ref()?.to_record().ok()?;
        let Body::Consent(consent) = record.body else { return None };
        let same = consent.purpose == wording.purpose && consent.care.map(|care| care.to_string()) == wording.care;
        same.then_some((record.when, consent))
    });
    let Some((when, consent)) = last else {
        return ConsentView { wording, agreed: false, said: String::new(), changed: false };
    };
    let on = |day: i64| words.fill("date-on", &[("day", words.date(day).into())]);
    let said = match &consent.withdrawn {
        Some(withdrawn) => words.fill("consent-withdrawn", &[("when", on(withdrawn.local_day()).into())]),
        None => words.fill(
            "consent-given",
            &[("when", on(when.local_day()).into()), ("version", consent.version.as_str().into())],
        ),
    };
    let stands = consent.withdrawn.is_none();
    let current = consent.version == wording.version;
    ConsentView { wording, agreed: stands && current, said, changed: stands && !current }
}
