//! Records between client and therapist, and the therapist's own records.

use protocol::{CollectionId, RecordId};

use super::fields::{record, string_enum};
use super::{Cadence, Moment, Phase, Slot, dialable};

string_enum! {
    /// The kind of task that is assigned.
    enum Task {
        /// A prompt to write about.
        Prompt = "prompt",
        /// A measure to answer.
        Measure = "measure",
    }

    /// When an assignment is due again.
    enum Repeat {
        /// Assigned once.
        Once = "once",
        /// Every given number of weeks.
        Weeks = "weeks",
        /// Before each dosing session.
        BeforeSession = "before_session",
        /// After each dosing session.
        AfterSession = "after_session",
        /// At the follow-ups after the last session of a series: see [`follow_ups`](crate::arc::follow_ups).
        FollowUp = "follow_up",
    }

    /// The type of a therapist's private note.
    enum NoteKind {
        /// A note for the therapist only.
        Note = "note",
        /// A draft of a reply.
        ReplyDraft = "reply_draft",
        /// A topic for the next session.
        Agenda = "agenda",
        /// A visit took place: earlier entries are no longer new.
        Visit = "visit",
        /// A note that was begun and not kept yet.
        NoteDraft = "note_draft",
        /// The therapist's own label for the client, to distinguish clients of the same name.
        Label = "label",
        /// A form that was begun and not saved yet: its name on the first line, then what was typed.
        FormDraft = "form_draft",
    }
}

record! {
    /// The name by which this therapist should call the client.
    #[derive(Default)]
    struct Profile {
        /// The chosen name.
        name: String,
    }

    /// The therapist's answer to an entry, for the client.
    struct Reply {
        /// The entry that it answers.
        to: RecordId,
        /// The text of the reply.
        text: String,
    }

    /// The therapist has opened or reviewed an entry. The client sees it.
    struct ReviewMark {
        /// The entry that was opened or reviewed.
        entry: RecordId,
        /// Whether it was reviewed, not only opened.
        reviewed: bool,
        /// The entry's revision that was read, so that a later change is shown as new.
        revision: u32,
    }

    /// The therapist has seen a safety flag, or signs after a session, in the brief. The client sees when. It does not
    /// contain the answers or signs, and it stays as documentation when the client takes them back.
    #[derive(Default)]
    struct FlagSeen {
        /// The safety event; the answers' record if there is no event; the check-in of the signs.
        event: Option<RecordId>,
        /// The answers that the event belongs to.
        response: Option<RecordId>,
        /// The instrument's id, such as `phq-9`.
        instrument: String,
        /// When the safety item was answered, or the side effects were marked.
        flagged_at: Option<Moment>,
        /// Whether it was about red side effects, and not about a safety item.
        red: bool,
    }

    /// A task for the client: a prompt or a measure.
    struct Assignment {
        /// The type of the task.
        task: Task,
        /// The prompt's text.
        text: String,
        /// The prompt's id, if it comes from a set.
        prompt: Option<String>,
        /// The set's record in the therapist's library, if it is the practice's own. Its text is kept up to date from
        /// there.
        set: Option<RecordId>,
        /// The id of the assigned instrument.
        instrument: Option<String>,
        /// When it is due first; the record's own time if absent.
        due: Option<Moment>,
        /// When it is due again.
        repeat: Option<Repeat>,
        /// For [`Repeat::Weeks`]: the number of weeks.
        weeks: Option<u32>,
        /// Whether it has ended: it is not due again.
        ended: bool,
    }

    /// A step that the therapist suggests. The client accepts, rewords or declines it.
    #[derive(Default)]
    struct Suggestion {
        /// The suggested text.
        text: String,
        /// How often it should be done.
        cadence: Option<Cadence>,
        /// The entry that it came from.
        from_entry: Option<RecordId>,
        /// If it is meant for the crisis plan: the part of the plan, such as `coping`.
        part: String,
    }

    /// A practice's own set of prompts.
    #[derive(Default)]
    struct PromptSet {
        /// The name of the set.
        title: String,
        /// BCP 47 language: `en`, `de`.
        language: String,
        /// The prompts of the set.
        prompts: Vec<OwnPrompt>,
        /// Whether the set is no longer in use.
        ended: bool,
        /// In a client's copy: the original in the therapist's library.
        of: Option<RecordId>,
    }

    /// One prompt of a practice's own set.
    #[derive(Default)]
    struct OwnPrompt {
        /// The prompt's id within the practice.
        id: String,
        /// The text of the prompt.
        text: String,
        /// The phase that it fits; any phase if absent.
        phase: Option<Phase>,
        /// The check-in that it fits.
        slot: Option<Slot>,
        /// The lens (theme) that it belongs to.
        theme: Option<String>,
    }

    /// A promise of the therapist, and whether it was kept.
    #[derive(Default)]
    struct Promise {
        /// The text of the promise.
        text: String,
        /// When it was kept.
        kept: Option<Moment>,
    }

    /// A therapist's own note, in the therapist's private collection. It is never synced to a client.
    struct PrivateNote {
        /// The type of the note.
        purpose: NoteKind,
        /// The client's care collection; for a form about no client, the therapist's private collection.
        client: CollectionId,
        /// The entry that it is about.
        about: Option<RecordId>,
        /// The text of the note.
        text: String,
        /// The texts of the note before each change, oldest first.
        earlier: Vec<NoteVersion>,
    }

    /// An earlier text of a note, with the time of its replacement.
    struct NoteVersion {
        /// When it was replaced.
        until: Moment,
        /// The text of the reply.
        text: String,
    }

    /// A practice's information for its clients, available offline: whom to call, and how the journal is read.
    #[derive(Default)]
    struct PracticeCard {
        /// The practice's name.
        name: String,
        /// The practice's phone number.
        phone: String,
        /// Whom to call outside of its hours.
        urgent: String,
        /// How and when entries are read, in the practice's words.
        reading_agreement: String,
        /// The version of that agreement.
        agreement_version: String,
        /// The clinic's advice for the hours after a session.
        aftercare: String,
        /// What to bring to a session.
        bring: String,
        /// The number outside of its hours, as it is dialled: digits, `+` and spaces.
        urgent_number: String,
        /// Instructions for the time outside of its hours, as text.
        urgent_words: String,
        /// The practice's opening hours.
        hours: String,
        /// Who reviews flagged answers while the therapist is away.
        cover: String,
        /// How fast flagged answers are reviewed, in and outside of its hours.
        response_time: String,
        /// Whether the practice cannot follow up item 9: its clients answer the PHQ-8.
        no_item_nine: bool,
        /// Whether the practice's records are protected by 42 CFR Part 2, as those of a federally assisted program for
        /// substance use disorders in the USA: a stricter consent, and a notice on every export and print.
        part2: bool,
        /// The follow-ups that the practice does not ask for, by their slots: `4w`, `3mo`, `6mo`.
        follow_ups_off: Vec<String>,
        /// Who at the practice last checked the numbers.
        numbers_checked_by: String,
        /// When the numbers were last checked.
        numbers_checked_at: Option<Moment>,
    }

    /// How a safety flag was closed and what was done. It is kept in the therapist's private collection, is never
    /// synced to the client, and stays when the client takes the answers back.
    #[derive(Default)]
    struct FlagDisposition {
        /// The client's care collection.
        client: Option<CollectionId>,
        /// The event and the answers that it closes.
        about: Vec<RecordId>,
        /// The instrument of the flag.
        instrument: String,
        /// When the safety item was answered.
        flagged_at: Option<Moment>,
        /// When the client was contacted, or an attempt was made.
        contacted_at: Option<Moment>,
        /// `in_person`, `video`, `phone`, `message`, `not_reached`.
        how: String,
        /// The number of attempts.
        tries: u32,
        /// Who contacted the client.
        by: String,
        /// `interview`, `cssrs_paper`, `asq_bssa` or another method.
        assessed_with: String,
        /// `none`, `passive`, `active_no_plan`, `active_with_plan`, `refused`.
        ideation: String,
        /// `none`, `some`, `clear`, `unclear`.
        intent: String,
        /// `none`, `past_3_months`, `now`.
        behaviour: String,
        /// `no`, `firearm`, `medicines`, `other`, `unknown`.
        means: String,
        /// The measures taken to restrict access to means.
        means_action: String,
        /// Protective factors, as text.
        protective: String,
        /// `low`, `moderate`, `high`, `imminent`, or the practice's own term.
        risk_level: String,
        /// Whether the crisis plan was reviewed together.
        plan_reviewed: bool,
        /// `none`, `extra_contact`, `session_postponed`, `prescriber_told`, `crisis_team`, `emergency`, `hospital`.
        action: String,
        /// When the next contact is planned.
        next_contact_at: Option<Moment>,
        /// `yes`, `no`, `prescriber_decides`.
        next_dose_cleared: String,
        /// Additional notes as text.
        note: String,
        /// When the flag was opened again.
        reopened: Option<Moment>,
        /// Why it was opened again.
        reopened_why: String,
    }
}

impl ReviewMark {
    /// The mark of an entry that was opened at a revision.
    pub fn of(entry: RecordId, revision: u32) -> Self {
        Self { entry, reviewed: false, revision, extra: serde_json::Map::new() }
    }
}

impl PracticeCard {
    /// Whether the practice can follow up questions about suicidal thoughts: response time, cover and a number that can be
    /// dialled are set, and it has not opted out.
    pub fn follows_up(&self) -> bool {
        !self.no_item_nine && self.has_protocol()
    }

    /// Whether response time, cover and a number that can be dialled are set.
    pub fn has_protocol(&self) -> bool {
        let number = [&self.urgent, &self.urgent_number].iter().any(|number| dialable(number).is_some());
        number && !self.response_time.is_empty() && !self.cover.is_empty()
    }
}

impl FlagDisposition {
    /// Whether it suffices to close a flag: contact, risk level and next step are set.
    pub fn is_enough(&self) -> bool {
        let risk = !self.risk_level.trim().is_empty();
        self.contacted_at.is_some() && risk && (self.next_contact_at.is_some() || self.action == "hospital")
    }
}
