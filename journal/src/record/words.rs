//! What a client writes in their own words, and the few taps beside them.

use protocol::{CollectionId, RecordId};
use serde_json::{Map, Value};

use super::fields::{record, words};

words! {
    /// The part of the arc that an entry belongs to.
    enum Phase {
        /// Before the first session: history, goals, concerns, intentions.
        Preparation = "preparation",
        /// The day of a session.
        SessionDay = "session_day",
        /// The days right after.
        After = "after",
        /// Making sense, practical steps.
        Integration = "integration",
        /// Ordinary days between.
        Between = "between",
        /// Looking back over the series.
        Closing = "closing",
    }

    /// Which check-in after a session.
    enum Slot {
        /// Four hours: a quiet moment.
        FourHours = "4h",
        /// A day on.
        Day = "24h",
        /// Three days on.
        ThreeDays = "72h",
        /// A week on.
        Week = "7d",
    }
}

record! {
    /// A version of a field that lost against another device's change of the same words: shown by the editor, never
    /// lost.
    struct Alternative {
        /// The field's name.
        field: String,
        /// The other version, whole.
        value: Value,
    }

    /// Free text first; everything else is optional.
    #[derive(Default)]
    struct Reflection {
        /// The words.
        text: String,
        /// Id of the prompt that was answered, such as `after.24h`.
        prompt: Option<String>,
        /// The words that were asked, where a therapist or a practice asked: theirs may be worded anew later, or be gone.
        asked: String,
        /// The therapist's assignment that was answered.
        assignment: Option<RecordId>,
        /// The part of the arc, if the client chose one.
        phase: Option<Phase>,
        /// The session that it belongs to, counted from 1.
        session: Option<u32>,
        /// 0 (very low) to 10 (very good), the client's own rating.
        mood: Option<u8>,
        /// Feelings, in the client's words or from the list: `grief`, `relief`.
        affect: Vec<String>,
        /// How the client is: `calm`, `tired`, `needs space`.
        states: Vec<String>,
        /// Lenses: `insight`, `emotion`, `imagery`, `body`, `relationship`, `perspective`.
        themes: Vec<String>,
        /// Where it is in the body.
        sensations: Vec<Sensation>,
        /// Photos and voice notes.
        attachments: Vec<Attachment>,
        /// "I want to talk about this."
        wants_to_talk: bool,
        /// "I would like you to see this soon." Nobody is watching live, and the screen says so beside it.
        see_soon: bool,
        /// Written about harm in a session: it is never offered for sharing and never shared by a rule.
        withheld: bool,
        /// Where it was imported from: `dayone:` and the entry's id there.
        source: Option<String>,
        /// The care collections that this entry is shared into. Stands in the private record only, never in the copy
        /// that a therapist sees.
        shared_with: Vec<CollectionId>,
        /// Other versions from a merge, until the client has looked at them.
        alternatives: Vec<Alternative>,
    }

    /// Something felt in the body.
    #[derive(Default)]
    struct Sensation {
        /// Where: `chest`, `hands`.
        place: String,
        /// What it is like: `warm`, `tight`.
        quality: String,
        /// 0 to 10.
        intensity: Option<u8>,
    }

    /// A photo or a voice note: where it is kept, and the key that opens it.
    #[derive(Default)]
    struct Attachment {
        /// Its id, the same on the phone and on the server.
        id: String,
        /// `image/jpeg`, `audio/mp4`.
        media_type: String,
        /// The file's name, if it had one.
        name: String,
        /// Bytes, before sealing.
        size: u64,
        /// The key of its stream (base64url): whoever reads the entry can open it.
        key: String,
        /// SHA-256 of the plain bytes (base64url).
        digest: String,
        /// Pixels across, for a picture.
        width: Option<u32>,
        /// Pixels down, for a picture.
        height: Option<u32>,
        /// Milliseconds, for a voice note.
        duration_ms: Option<u32>,
        /// A small picture (JPEG, base64url), so that a list needs no download.
        thumbnail: Option<String>,
    }

    /// A few taps after a session. Scales run from 0 to 10.
    #[derive(Default)]
    struct CheckIn {
        /// Which of the check-ins after a session; absent when it was made on its own.
        slot: Option<Slot>,
        /// The session that it follows, counted from 1.
        session: Option<u32>,
        /// Mood.
        mood: Option<u8>,
        /// Energy.
        energy: Option<u8>,
        /// Sleep.
        sleep: Option<u8>,
        /// Sensitivity.
        sensitivity: Option<u8>,
        /// Clarity.
        clarity: Option<u8>,
        /// Wants to be left alone until tomorrow.
        needs_space: bool,
        /// How the client is: `calm`, `tired`.
        states: Vec<String>,
        /// What bothers the client since the session: see [`signs`](crate::arc::signs).
        signs: Vec<String>,
        /// A few words, if any.
        text: String,
        /// "I want to talk about this."
        wants_to_talk: bool,
        /// As in [`Reflection`].
        shared_with: Vec<CollectionId>,
        /// As in [`Reflection`].
        alternatives: Vec<Alternative>,
    }

    /// An earlier version of an entry, whole. Private, and never changed; it goes when its entry goes.
    struct Version {
        /// The entry.
        of: RecordId,
        /// Its payload as it was.
        content: Map<String, Value>,
    }
}
