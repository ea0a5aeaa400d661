//! Free text and check-ins of the client.

use protocol::{CollectionId, RecordId};
use serde_json::{Map, Value};

use super::fields::{record, string_enum};

string_enum! {
    /// The phase of the arc that an entry belongs to.
    enum Phase {
        /// Before the first session: history, goals, concerns, intentions.
        Preparation = "preparation",
        /// The day of a session.
        SessionDay = "session_day",
        /// The first days after a session.
        After = "after",
        /// Making sense of a session, and practical steps.
        Integration = "integration",
        /// Ordinary days between sessions.
        Between = "between",
        /// A look back over the whole series.
        Closing = "closing",
    }

    /// The time of a check-in after a session.
    enum Slot {
        /// Four hours after the session.
        FourHours = "4h",
        /// One day after the session.
        Day = "24h",
        /// Three days after the session.
        ThreeDays = "72h",
        /// One week after the session.
        Week = "7d",
        /// Four weeks after the last session of a series.
        FourWeeks = "4w",
        /// Three months after the last session of a series.
        ThreeMonths = "3mo",
        /// Six months after the last session of a series.
        SixMonths = "6mo",
    }
}

record! {
    /// A value that lost a merge conflict against another device's change. The editor offers it, so that it is not
    /// lost.
    struct Alternative {
        /// Path of the field, such as `text`.
        field: String,
        /// The complete losing value.
        value: Value,
    }

    /// Free text. All other fields are optional.
    #[derive(Default)]
    struct Reflection {
        /// The text that the client wrote.
        text: String,
        /// Id of the answered prompt, such as `after.24h`.
        prompt: Option<String>,
        /// The prompt's text, if it came from a therapist or practice: they may change or delete it later.
        asked: String,
        /// The therapist's assignment that it answers.
        assignment: Option<RecordId>,
        /// The phase of the arc, if the client chose one.
        phase: Option<Phase>,
        /// The number of the session that it belongs to, from 1.
        session: Option<u32>,
        /// The client's rating, from 0 (very low) to 10 (very good).
        mood: Option<u8>,
        /// Feelings, in the client's words or from the list: `grief`, `relief`.
        affect: Vec<String>,
        /// How the client is: `calm`, `tired`, `needs space`.
        states: Vec<String>,
        /// Lenses: `insight`, `emotion`, `imagery`, `body`, `relationship`, `perspective`.
        themes: Vec<String>,
        /// The client's bodily sensations.
        sensations: Vec<Sensation>,
        /// Photos and voice notes, sealed separately.
        attachments: Vec<Attachment>,
        /// "I want to talk about this."
        wants_to_talk: bool,
        /// "I would like you to see this soon." The screen says that nobody reads it live.
        see_soon: bool,
        /// Written about harm in a session: never offered for sharing, and never shared by a rule.
        withheld: bool,
        /// Where it was imported from: `dayone:` and the entry's id there.
        source: Option<String>,
        /// The care collections that this record is shared into. Only the private record has this field, not the copy
        /// that the therapist reads.
        shared_with: Vec<CollectionId>,
        /// Losing values of merge conflicts, until the client has looked at them.
        alternatives: Vec<Alternative>,
    }

    /// A sensation in the body.
    #[derive(Default)]
    struct Sensation {
        /// The part of the body: `chest`, `hands`.
        place: String,
        /// The quality of the sensation, such as `warm` or `tight`.
        quality: String,
        /// Strength, from 0 to 10.
        intensity: Option<u8>,
    }

    /// A photo or voice note: its id on the server, and the key that opens it.
    #[derive(Default)]
    struct Attachment {
        /// The attachment's id, equal on the phone and on the server.
        id: String,
        /// MIME type, such as `image/jpeg` or `audio/mp4`.
        media_type: String,
        /// Original file name, if there is one.
        name: String,
        /// Size in bytes, before sealing.
        size: u64,
        /// The key of its stream (base64url). Every reader of the entry can open the attachment.
        key: String,
        /// SHA-256 of the plain bytes (base64url).
        digest: String,
        /// For a picture: width in pixels.
        width: Option<u32>,
        /// For a picture: height in pixels.
        height: Option<u32>,
        /// For a voice note: duration in milliseconds.
        duration_ms: Option<u32>,
        /// A small JPEG (base64url), so that lists need no download.
        thumbnail: Option<String>,
    }

    /// A few taps after a session. Scales run from 0 to 10.
    #[derive(Default)]
    struct CheckIn {
        /// The scheduled time of the check-in; absent for an unscheduled one.
        slot: Option<Slot>,
        /// The number of the session before it, from 1.
        session: Option<u32>,
        /// Mood, from 0 (very low) to 10 (very good).
        mood: Option<u8>,
        /// Energy, from 0 to 10.
        energy: Option<u8>,
        /// Sleep quality, from 0 to 10.
        sleep: Option<u8>,
        /// Sensitivity, from 0 to 10.
        sensitivity: Option<u8>,
        /// Mental clarity, from 0 to 10.
        clarity: Option<u8>,
        /// The client wants to be left alone until tomorrow.
        needs_space: bool,
        /// How the client is: `calm`, `tired`.
        states: Vec<String>,
        /// An optional short text.
        text: String,
        /// "I want to talk about this."
        wants_to_talk: bool,
        /// The care collections that it is shared into, as in [`Reflection`].
        shared_with: Vec<CollectionId>,
        /// Losing values of merge conflicts, as in [`Reflection`].
        alternatives: Vec<Alternative>,
    }

    /// A complete earlier version of an entry. It is private, immutable, and deleted with its entry.
    struct Version {
        /// The entry that it is a version of.
        of: RecordId,
        /// The entry's earlier payload.
        content: Map<String, Value>,
    }
}
