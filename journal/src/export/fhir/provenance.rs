//! Authorship: `Provenance` with its `Device` and `PractitionerRole`. The therapist is identified by role only, like
//! the patient by handle.

use serde_json::{Value, json};

use super::Bundle;
use super::shape::{derived, reference};
use crate::arc::Recorded;
use crate::export::coding::{coding, concept};
use crate::record::Body;

/// The author of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The client wrote it.
    Client,
    /// The therapist wrote it.
    Therapist,
    /// Both recorded the same session.
    Both,
    /// The software computed or listed it.
    Afterglow,
}

impl By {
    /// Who recorded a session.
    pub fn of_session(recorded: &Recorded<'_>) -> Self {
        let wrote = |therapist: bool| {
            recorded.records.iter().any(
                |item| matches!(&item.record.body, Body::DosingSession(session) if session.by_therapist == therapist),
            )
        };
        match (wrote(false), wrote(true)) {
            (true, true) => Self::Both,
            (false, true) => Self::Therapist,
            _ => Self::Client,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Therapist => "therapist",
            Self::Both => "both",
            Self::Afterglow => "afterglow",
        }
    }
}

const DEVICE: &str = "device";
const THERAPIST: &str = "therapist";

impl Bundle<'_> {
    /// A reference to the therapist's role.
    pub(super) fn therapist(&self) -> Value {
        reference(&derived(THERAPIST, self.source.handle))
    }

    /// Adds one provenance resource per author, and one for computed resources.
    pub(super) fn provenance(&mut self) {
        let (client, therapist) = (self.subject(), self.therapist());
        let device = self.put(
            &derived(DEVICE, env!("CARGO_PKG_VERSION")),
            json!({
                "resourceType": "Device",
                "deviceName": [{ "name": "Afterglow", "type": "user-friendly-name" }],
                "version": [{ "value": env!("CARGO_PKG_VERSION") }],
            }),
        );
        let written = std::mem::take(&mut self.written);
        let has = |by: By| written.contains_key(&by);
        if self.source.care.is_some() || has(By::Therapist) || has(By::Both) {
            let role = json!({ "resourceType": "PractitionerRole", "code": [{ "text": "Therapist" }] });
            self.put(&derived(THERAPIST, self.source.handle), role);
        }
        for (by, targets) in written {
            let mut agents = match by {
                By::Client => vec![agent("author", &client)],
                By::Therapist => vec![agent("author", &therapist)],
                By::Both => vec![agent("author", &client), agent("author", &therapist)],
                By::Afterglow => Vec::new(),
            };
            let mut assembler = agent("assembler", &device);
            let for_whom = if self.source.care.is_some() { &therapist } else { &client };
            assembler["onBehalfOf"] = for_whom.clone();
            agents.push(assembler);
            let provenance = json!({
                "resourceType": "Provenance",
                "target": targets,
                "recorded": self.source.made.rfc3339(),
                "activity": { "coding": [coding("http://terminology.hl7.org/CodeSystem/v3-DataOperation", "CREATE", "create")] },
                "agent": agents,
            });
            self.put(&derived(&format!("provenance/{}", by.name()), self.source.handle), provenance);
        }
    }
}

fn agent(part: &str, who: &Value) -> Value {
    let system = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    let name = if part == "author" { "Author" } else { "Assembler" };
    json!({ "type": concept(system, part, name), "who": who })
}
