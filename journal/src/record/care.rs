//! Between client and therapist: what each says to the other, and what the therapist keeps for themself.

use protocol::{CollectionId, RecordId};

use super::fields::{record, words};
use super::{Cadence, Moment, Phase, Slot};

words! {
    /// What is assigned.
    enum Task {
        /// A prompt to write to.
        Prompt = "prompt",
        /// A measure to answer.
        Measure = "measure",
    }

    /// When an assignment comes due again.
    enum Repeat {
        /// Only once.
        Once = "once",
        /// Every so many weeks.
        Weeks = "weeks",
        /// Before each dosing session.
        BeforeSession = "before_session",
        /// After each dosing session.
        AfterSession = "after_session",
    }

    /// What a therapist's private note is.
    enum NoteKind {
        /// A note, for nobody else.
        Note = "note",
        /// A reply that was begun and not sent.
        ReplyDraft = "reply_draft",
        /// To bring up in the session.
        Agenda = "agenda",
        /// A visit took place: what came before it is no longer new.
        Visit = "visit",
    }
}

record! {
    /// How the client wants to be called by this therapist.
    #[derive(Default)]
    struct Profile {
        /// The name.
        name: String,
    }

    /// The therapist's answer to an entry, for the client.
    struct Reply {
        /// The entry that it answers.
        to: RecordId,
        /// The words.
        text: String,
    }

    /// The therapist has opened, or reviewed, an entry. The client sees it.
    struct ReviewMark {
        /// The entry.
        entry: RecordId,
        /// Reviewed, and not only opened.
        reviewed: bool,
        /// The entry's revision that was read, so that a later change shows as new.
        revision: u32,
    }

    /// The therapist has seen a safety flag in the brief. The client is shown when. It says nothing about the answers, and
    /// stays when the client takes them back: what was seen can be documented.
    #[derive(Default)]
    struct FlagSeen {
        /// The safety event; the answers where there is no event.
        event: Option<RecordId>,
        /// The answers that the event belongs to.
        response: Option<RecordId>,
        /// The instrument.
        instrument: String,
        /// When its item was answered.
        flagged_at: Option<Moment>,
    }

    /// Something for the client to write to or to answer.
    struct Assignment {
        /// What.
        task: Task,
        /// The prompt's words.
        text: String,
        /// The prompt's id, if it comes from a set.
        prompt: Option<String>,
        /// That set's record in the therapist's library, if it is the practice's own: its words are kept up to date.
        set: Option<RecordId>,
        /// The instrument's id.
        instrument: Option<String>,
        /// When it is due first; the record's own time when absent.
        due: Option<Moment>,
        /// When again.
        repeat: Option<Repeat>,
        /// For [`Repeat::Weeks`]: how many.
        weeks: Option<u32>,
        /// Over: nothing comes due any more.
        ended: bool,
    }

    /// A step that the therapist suggests. The client takes it, words it anew, or lets it be.
    #[derive(Default)]
    struct Suggestion {
        /// The words.
        text: String,
        /// How often.
        cadence: Option<Cadence>,
        /// The entry that it came from.
        from_entry: Option<RecordId>,
        /// For the crisis plan and not for the days: the part that it belongs to, such as `coping`.
        part: String,
    }

    /// A practice's own prompts.
    #[derive(Default)]
    struct PromptSet {
        /// Its name.
        title: String,
        /// BCP 47: `en`, `de`.
        language: String,
        /// The prompts.
        prompts: Vec<OwnPrompt>,
        /// No longer in use.
        ended: bool,
        /// In a client's copy: the record in the therapist's library that it is a copy of.
        of: Option<RecordId>,
    }

    /// One prompt of a practice's own set.
    #[derive(Default)]
    struct OwnPrompt {
        /// Its id within the practice.
        id: String,
        /// The words.
        text: String,
        /// The part of the arc that it fits; any, when absent.
        phase: Option<Phase>,
        /// The check-in that it fits.
        slot: Option<Slot>,
        /// The lens that it looks through.
        theme: Option<String>,
    }

    /// What the therapist promised, and whether it was done.
    #[derive(Default)]
    struct Promise {
        /// The words.
        text: String,
        /// When it was kept.
        kept: Option<Moment>,
    }

    /// What a therapist keeps for themself, in a collection of their own. Never synced to a client.
    struct PrivateNote {
        /// What it is.
        purpose: NoteKind,
        /// The client's care collection.
        client: CollectionId,
        /// The entry that it is about.
        about: Option<RecordId>,
        /// The words.
        text: String,
    }

    /// What a practice wants its clients to know, offline: whom to call, and how the journal is read.
    #[derive(Default)]
    struct PracticeCard {
        /// The practice's name.
        name: String,
        /// Its telephone number.
        phone: String,
        /// Whom to call outside of its hours.
        urgent: String,
        /// How and when entries are read, in the practice's words.
        reading_agreement: String,
        /// The version of that agreement.
        agreement_version: String,
        /// What the clinic says about the hours after a session.
        aftercare: String,
        /// The number outside of the practice's hours, as it is dialled: digits, `+` and spaces.
        urgent_number: String,
        /// What to do outside of its hours, in words.
        urgent_words: String,
        /// Its hours.
        hours: String,
        /// Who looks at marked answers while the therapist is away.
        cover: String,
        /// How fast marked answers are looked at, in and outside of its hours.
        response_time: String,
        /// The practice cannot follow up item 9: clients answer the PHQ-8.
        no_item_nine: bool,
        /// Who at the practice last checked the numbers.
        numbers_checked_by: String,
        /// When.
        numbers_checked_at: Option<Moment>,
    }

    /// How a safety flag was closed: what was done, in the therapist's own record. It is kept in the therapist's
    /// collection, is never synced to the client, and stays when the client takes the answers back.
    #[derive(Default)]
    struct FlagDisposition {
        /// The client's care collection.
        client: Option<CollectionId>,
        /// The event and the answers that it closes.
        about: Vec<RecordId>,
        /// The instrument of the flag.
        instrument: String,
        /// When the item was answered.
        flagged_at: Option<Moment>,
        /// When there was contact, or was tried.
        contacted_at: Option<Moment>,
        /// `in_person`, `video`, `phone`, `message`, `not_reached`.
        how: String,
        /// How often it was tried.
        tries: u32,
        /// Who.
        by: String,
        /// `interview`, `cssrs_paper`, `asq_bssa` or another word.
        assessed_with: String,
        /// `none`, `passive`, `active_no_plan`, `active_with_plan`, `refused`.
        ideation: String,
        /// `none`, `some`, `clear`, `unclear`.
        intent: String,
        /// `none`, `past_3_months`, `now`.
        behaviour: String,
        /// `no`, `firearm`, `medicines`, `other`, `unknown`.
        means: String,
        /// What was done about means.
        means_action: String,
        /// What protects.
        protective: String,
        /// `low`, `moderate`, `high`, `imminent`, or the practice's own word.
        risk_level: String,
        /// The crisis plan was gone through.
        plan_reviewed: bool,
        /// `none`, `extra_contact`, `session_postponed`, `prescriber_told`, `crisis_team`, `emergency`, `hospital`.
        action: String,
        /// When the next contact is.
        next_contact_at: Option<Moment>,
        /// `yes`, `no`, `prescriber_decides`.
        next_dose_cleared: String,
        /// Anything else.
        note: String,
    }
}

impl ReviewMark {
    /// The mark of an entry that was opened as it stood in a revision.
    pub fn of(entry: RecordId, revision: u32) -> Self {
        Self { entry, reviewed: false, revision, extra: serde_json::Map::new() }
    }
}

impl FlagDisposition {
    /// Whether it says enough to close a flag: contact, risk and what comes next.
    pub fn is_enough(&self) -> bool {
        let risk = !self.risk_level.trim().is_empty();
        self.contacted_at.is_some() && risk && (self.next_contact_at.is_some() || self.action == "hospital")
    }
}
