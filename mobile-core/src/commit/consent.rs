//! Consents: whether the person has agreed to share with a therapist in the current wording.

use journal::record::{Body, Consent, PracticeCard};
use journal::sync::{Key, Row};
use protocol::CollectionId;

use crate::store::{self, Connection, pages};

/// The version of the app's own wordings. A change of their meaning raises it, and the person is asked again.
const VERSION: &str = "1";

/// The version of the app's wording for practices under 42 CFR Part 2.
const PART2_VERSION: &str = "part2-1";

/// The version of the wording for sharing: the app's, that of the practice's reading agreement, and that of Part 2 where
/// it applies.
pub(crate) fn sharing_version(card: Option<&PracticeCard>) -> String {
    let mut version = VERSION.to_owned();
    if let Some(agreed) = card.filter(|card| !card.reading_agreement.is_empty()) {
        version = format!("{version}/{}", agreed.agreement_version);
    }
    if card.is_some_and(|card| card.part2) { format!("{version}/{PART2_VERSION}") } else { version }
}

/// Whether the person has agreed to share with a therapist in the current wording, and has not withdrawn the consent.
/// Its time does not matter: the device's clock may have been set back since an earlier consent.
pub(crate) fn in_force(connection: &mut Connection, care: CollectionId) -> Result<bool, store::Error> {
    let given = active(connection, care)?;
    let cards = pages::visible(connection, &["practice_card"], None, i64::MAX)?;
    let version = sharing_version(card(&cards, &care.to_string()).as_ref());
    Ok(given.iter().any(|consent| consent.version == version))
}

/// The consents to share with a therapist that were not withdrawn, the newest first.
pub(crate) fn active(connection: &mut Connection, care: CollectionId) -> Result<Vec<Consent>, store::Error> {
    let rows = pages::visible(connection, &["consent"], None, i64::MAX)?;
    Ok(rows.iter().filter_map(|(_, row)| active_consent(row, "sharing", Some(&care.to_string()))).collect())
}

/// The newest card of a relationship's practice.
pub(crate) fn card(cards: &[(Key, Row)], care: &str) -> Option<PracticeCard> {
    let here = cards.iter().filter(|(key, _)| key.collection.to_string() == care);
    here.into_iter().find_map(|(_, row)| match row.content.as_ref()?.to_record().ok()?.body {
        Body::PracticeCard(card) => Some(card),
        _ => None,
    })
}

/// The consent in a row, if it has this purpose and was not withdrawn.
pub(crate) fn active_consent(row: &Row, purpose: &str, care: Option<&str>) -> Option<Consent> {
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
