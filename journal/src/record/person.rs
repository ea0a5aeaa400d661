//! What is the client's alone: the plan for hard hours, consents, sharing rules, preferences.

use protocol::{CollectionId, RecordId};

use super::fields::record;
use super::{Alternative, Moment};

record! {
    /// Somebody to call.
    #[derive(Default)]
    struct Contact {
        /// The name.
        name: String,
        /// The number, as it is dialled.
        phone: String,
        /// Who they are: `sister`.
        relation: String,
    }

    /// The plan for hard hours, made in calm ones; after the safety planning intervention of Stanley and Brown (2012).
    #[derive(Default)]
    struct CrisisPlan {
        /// What tells that it begins.
        signs: Vec<String>,
        /// What the client can do alone.
        coping: Vec<String>,
        /// Places and company that help to think of something else.
        places: Vec<String>,
        /// Whom to ask for help.
        people: Vec<Contact>,
        /// Professionals and the practice.
        professionals: Vec<Contact>,
        /// How the surroundings are made safer.
        safer: Vec<String>,
        /// What is worth living for.
        reasons: Vec<String>,
        /// With whom it was made, and when; empty while it was written alone.
        made_with: String,
        /// When that was.
        made_at: Option<Moment>,
        /// When the client last looked at it and found it right.
        reviewed: Option<Moment>,
        /// Lines that a therapist suggested for it, and that were taken or let be.
        considered: Vec<RecordId>,
        /// As in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
        /// As in [`Reflection`](super::Reflection).
        alternatives: Vec<Alternative>,
    }

    /// What the client agreed to, in which wording, and when that ended.
    #[derive(Default)]
    struct Consent {
        /// What for: `journal`, `reading`, `sharing`.
        purpose: String,
        /// The relationship that it belongs to, if any.
        care: Option<CollectionId>,
        /// The wording's version.
        version: String,
        /// SHA-256 of the wording (base64url).
        digest: String,
        /// When it was taken back.
        withdrawn: Option<Moment>,
        /// As in [`Reflection`](super::Reflection).
        shared_with: Vec<CollectionId>,
    }

    /// "Share from now on": made only by the client's explicit choice, and ended as easily.
    struct SharingRule {
        /// With whom.
        care: CollectionId,
        /// Kinds of records, such as `check_in` or `measure_response`.
        kinds: Vec<String>,
        /// Over.
        ended: bool,
    }

    /// What the client set, the same on each of their phones. The newest record counts.
    #[derive(Default)]
    struct Preferences {
        /// BCP 47: `en`, `de`; the phone's own when empty.
        language: String,
        /// ISO 3166-1 alpha-2, for the numbers to call.
        region: String,
        /// Local hour from which reminders are quiet.
        quiet_from: Option<u8>,
        /// Local hour until which reminders are quiet.
        quiet_until: Option<u8>,
        /// Reminders that are switched off: `check_in`, `follow_up`, `step`, `measure`.
        silent: Vec<String>,
        /// Local hour at which steps are reminded of.
        step_hour: Option<u8>,
        /// Entries that "on this day" never brings back again.
        not_recalled: Vec<RecordId>,
    }
}

impl CrisisPlan {
    /// The client's own words, in the plan's order, a line each.
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
