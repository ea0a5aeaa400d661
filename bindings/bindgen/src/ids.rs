//! The ids of the core. Swift and Kotlin have a type for each.

/// Name and meaning. They are opaque: an app passes them from one call to another.
pub const IDS: &[(&str, &str)] = &[
    ("EntryID", "Names what the journal holds: an entry, a draft, a step, a hope, a session."),
    ("CareID", "Names a care relationship."),
    ("AttachmentID", "Names a photo or a voice note of an entry."),
    ("DeviceID", "Names one of the account's devices."),
    ("ImportID", "Names an import, to undo it."),
    ("AssignmentID", "Names something that a therapist assigned."),
    ("PromptID", "Names a prompt."),
    ("ReplyID", "Names a therapist's reply."),
    ("VersionID", "Names an earlier version of an entry."),
    ("SafetyEventID", "Names an answered safety item, and what the person chose afterwards."),
    ("InstrumentID", "Names a measure: `phq-9`."),
    ("PageCursor", "Where the next page of the journey begins."),
];
