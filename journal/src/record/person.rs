//! Records of the client alone: crisis plan, consents, sharing rules, preferences.

use protocol::{CollectionId, RecordId};

use super::fields::record;
use super::{Alternative, Moment};

record! {
    /// A person to call.
    #[derive(Default)]
    struct Contact {
        /// The person's name.
        name: String,
        /// The number, as it is dialled.
        phone: String,
        /// The relation to the client: `sister`.
        relation: String,
    }

    /// The plan for a crisis, written in calm times, after the safety planning intervention of Stanley and Brown
    /// (2012).
    #[derive(Default)]
    struct CrisisPlan {
        /// Warning signs of a crisis.
        signs: Vec<String>,
        /// What the client can do alone.
        coping: Vec<String>,
        /// Places and company that distract.
        places: Vec<String>,
        /// People to ask for help.
        people: Vec<Contact>,
        /// Professionals and the practice.
        professionals: Vec<Contact>,
        /// How to make the surroundings safer.
        safer: Vec<String>,
        /// The client's reasons for living.
        reasons: Vec<String>,
        /// With whom it was made; empty if it was written alone.
        made_with: String,
        /// When it was made together.
        made_at: Option<Moment>,
        /// When the client last reviewed it.
        reviewed: Option<Moment>,
        /// Suggestions of a therapist that were accepted or declined.
        considered: Vec<RecordId>,
        /// The care collections that it is shared into, as in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// Losing values of merge conflicts, as in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// A consent of the client, its exact wording, and its withdrawal.
    #[derive(Default)]
    struct Consent {
        /// The purpose of the consent: `journal`, `reading`, `sharing`.
        purpose: String,
        /// The care collection that it belongs to, if any.
        care: Option<CollectionId>,
        /// The version of the wording.
        version: String,
        /// SHA-256 of the wording (base64url).
        digest: String,
        /// When the client withdrew it.
        withdrawn: Option<Moment>,
        /// The care collections that it is shared into, as in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
    }

    /// "Share from now on". Only an explicit choice of the client creates it, and it ends as easily.
    struct SharingRule {
        /// The care collection to share into.
        care: CollectionId,
        /// Kinds of records, such as `check_in` or `measure_response`.
        kinds: Vec<String>,
        /// Whether the rule has ended.
        ended: bool,
    }

    /// The client's settings on all their phones. The newest record counts.
    #[derive(Default)]
    struct Preferences {
        /// BCP 47 (`en`, `de`); empty for the phone's language.
        language: String,
        /// ISO 3166-1 alpha-2, for the emergency numbers to show.
        region: String,
        /// Local hour from which reminders are silent.
        quiet_from: Option<u8>,
        /// Local hour until which reminders are silent.
        quiet_until: Option<u8>,
        /// Reminders that are switched off: `check_in`, `follow_up`, `step`, `measure`.
        silent: Vec<String>,
        /// Local hour of step reminders.
        step_hour: Option<u8>,
        /// Entries that "on this day" must not show again.
        not_recalled: Vec<RecordId>,
    }
}

impl CrisisPlan {
    /// The text of the plan, in its order, one item per line.
    pub fn words(&self) -> String {
        let contact = |one: &Contact| {
            let parts = [&one.name, &one.relation, &one.phone];
            let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            parts.join(", ")
        };
        let people = self.people.iter().chain(&self.professionals).map(contact);
        let before = [&self.signs, &self.coping, &self.places].into_iter().flatten().cloned();
        let lines: Vec<String> = before.chain(people).chain(self.safer.iter().chain(&self.reasons).cloned()).collect();
        lines.join("\n")
    }
}
