//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::given::{
    Choice, Enter, Entry, Format, Keeping, PlanArgs, Progress, SessionArgs, SettingsArgs, Shared, Taps,
};

/// Afterglow's phone, in a terminal.
#[derive(Parser)]
#[command(name = "phone", version)]
pub struct Args {
    /// Folder of the encrypted journal [default: .afterglow-phone in the home folder].
    #[arg(long, global = true, env = "AFTERGLOW_HOME", value_name = "DIR")]
    home: Option<PathBuf>,
    /// One JSON document instead of text.
    #[arg(long, global = true)]
    pub json: bool,
    /// What the list of devices calls this phone.
    #[arg(long, global = true, env = "AFTERGLOW_DEVICE", default_value = "Terminal phone", value_name = "NAME")]
    pub device: String,
    /// The PIN of a locked journal, meant for the environment.
    #[arg(long, global = true, env = "AFTERGLOW_PIN", hide_env_values = true, value_name = "PIN")]
    pub pin: Option<String>,
    /// The language: `en`, `de` [default: as it was set, else the environment's].
    #[arg(long, global = true, value_name = "TAG")]
    pub lang: Option<String>,
    #[command(subcommand)]
    pub command: Command,
}

impl Args {
    pub fn home(&self) -> PathBuf {
        self.home.clone().unwrap_or_else(|| std::env::home_dir().unwrap_or_default().join(".afterglow-phone"))
    }
}

#[derive(Subcommand)]
pub enum Command {
    /// Make an account; prints the recovery code once. What was written before comes along.
    Register {
        #[command(flatten)]
        enter: Enter,
        /// A therapist's invitation, as most servers ask for one: `join` answers it then.
        #[arg(long, value_name = "LINK")]
        invitation: Option<String>,
    },
    /// Sign in: on another phone of the same person, or again on this one.
    SignIn(Enter),
    /// Get back in with the recovery code, and set a new password.
    Recover {
        #[command(flatten)]
        enter: Enter,
        /// The fifteen words; asked for if absent.
        #[arg(long, env = "AFTERGLOW_RECOVERY_CODE", hide_env_values = true)]
        code: Option<String>,
    },
    /// Say the recovery code back: from then on it counts as kept, and this phone forgets it.
    ConfirmCode {
        /// The fifteen words; from standard input if absent.
        code: Option<String>,
    },
    /// Answer a therapist's invitation.
    Join {
        /// What the QR code holds: http://…/join#….
        link: String,
        /// How you want to be called there.
        #[arg(long)]
        name: Option<String>,
        /// Only read who invites.
        #[arg(long)]
        read_only: bool,
    },
    /// Write an entry.
    Write {
        #[command(flatten)]
        entry: Entry,
        /// Keep it as a draft.
        #[arg(long)]
        draft: bool,
    },
    /// Change an entry: what is given is changed, the rest stays.
    Edit {
        /// The entry's id, or the end of it.
        id: String,
        #[command(flatten)]
        entry: Entry,
    },
    /// Drafts; with an id, finish that one.
    Drafts {
        /// The draft to finish: it becomes the entry.
        #[arg(long, value_name = "ID")]
        finish: Option<String>,
    },
    /// Delete an entry, here and wherever it is shared.
    Delete {
        /// The entry's id, or the end of it.
        id: String,
    },
    /// Entries, newest first.
    List {
        /// Only these kinds: reflection, check_in, intention, step, measure_response, appointment.
        #[arg(long, value_delimiter = ',')]
        kinds: Vec<String>,
        /// At most so many.
        #[arg(long, default_value_t = 50)]
        limit: u32,
        /// Only those after this one.
        #[arg(long, value_name = "ID")]
        before: Option<String>,
    },
    /// The journey: sessions as landmarks, and what was written between them.
    Timeline,
    /// One entry.
    Show {
        /// The entry's id, or the end of it.
        id: String,
    },
    /// Find entries by their words; the last word may be unfinished.
    Search {
        /// The words.
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// The questions that fit now, the best first.
    Prompts {
        /// Those that look through this lens first: insight, emotion, imagery, body, relationship, perspective.
        #[arg(long)]
        lens: Option<String>,
        /// Do not ask this one again soon.
        #[arg(long, value_name = "ID")]
        skip: Option<String>,
    },
    /// Photos and voice notes of an entry or a draft; add one, remove one, or save them into a folder.
    Attachments {
        /// The entry's id, or the end of it.
        id: String,
        /// A file to attach; `sync` brings it to the server.
        #[arg(long, value_name = "FILE")]
        add: Option<PathBuf>,
        /// The attachment to remove, wherever it is.
        #[arg(long, value_name = "ID")]
        remove: Option<String>,
        /// The folder to write them into; those that are not on this phone are fetched.
        #[arg(long, value_name = "DIR")]
        save: Option<PathBuf>,
    },
    /// What the therapist would see, exactly.
    Preview(Shared),
    /// Share an entry with your therapist.
    Share(Shared),
    /// Take an entry back.
    TakeBack(Shared),
    /// Bring what was written here there, and what is new there here.
    Sync,
    /// In sync or not yet, and why.
    Status,
    /// Four words to compare with your therapist.
    SafetyWords {
        /// With whom, if there are several: an id of `care`.
        #[arg(long)]
        with: Option<String>,
    },
    /// The therapists with whom you share.
    Care,
    /// Where you are, the one thing that fits now, what you set out with.
    Today,
    /// The first screen, and where you are on the way in.
    Welcome,
    /// A few taps; without any, what is asked.
    CheckIn(Taps),
    /// A dosing session: what is given is kept; without anything, its page.
    Session(SessionArgs),
    /// The series: how many sessions are planned, and how it stands.
    Series {
        /// How many sessions are planned.
        #[arg(long)]
        planned: Option<u32>,
        /// Begin a new one.
        #[arg(long)]
        new: bool,
    },
    /// An intention for a session.
    Intend {
        /// The words.
        text: String,
        /// Its session, from 1.
        #[arg(long)]
        session: Option<u32>,
    },
    /// A goal.
    Goal {
        /// The words.
        text: String,
    },
    /// A concern.
    Concern {
        /// The words.
        text: String,
    },
    /// Intentions, goals and concerns.
    Hopes,
    /// What came up against an intention, a goal or a concern.
    Answer {
        /// Its id, or the end of it.
        id: String,
        /// The words.
        text: String,
    },
    /// A meeting.
    Appointment {
        /// preparation, dosing, integration, follow_up.
        purpose: String,
        /// When, RFC 3339 with an offset.
        at: String,
    },
    /// A small step; without words, all of them.
    Step {
        /// The words.
        text: Option<String>,
        /// The entry that it comes from.
        #[arg(long, value_name = "ID")]
        from: Option<String>,
        /// How often: once, daily, weekdays, or a number of times a week.
        #[arg(long)]
        every: Option<String>,
    },
    /// Mark a step as done today, or on another day.
    Tick {
        /// The step's id, or the end of it.
        id: String,
        /// YYYY-MM-DD.
        #[arg(long)]
        on: Option<String>,
        /// Take the mark back.
        #[arg(long)]
        undo: bool,
    },
    /// Say where a step stands.
    SetStep {
        /// The step's id, or the end of it.
        id: String,
        /// active, habit, done, let-go.
        progress: Progress,
    },
    /// Take a therapist's suggestion, in your own words if you give some; or let it be.
    Suggestion {
        /// The suggestion's id, or the end of it.
        id: String,
        /// Your own words.
        #[arg(long)]
        text: Option<String>,
        /// Let it be.
        #[arg(long)]
        decline: bool,
    },
    /// A measure, one question at a time; without an instrument, all that there is.
    Measure {
        /// phq-9, gad-7, …
        instrument: Option<String>,
        /// The answer to the question that was shown last; `skip` leaves it out.
        #[arg(long, allow_hyphen_values = true)]
        answer: Option<String>,
        /// Back to this question, from 1.
        #[arg(long)]
        question: Option<u32>,
        /// Finish it, complete or not.
        #[arg(long)]
        finish: bool,
        /// For an assigned one: your therapist gets the answers as soon as you have finished.
        #[arg(long)]
        agree: bool,
    },
    /// The safety page of an event; with a choice, what you choose: safe-now, told-someone, help-now, unsure.
    Safety {
        /// The event's id.
        event: String,
        /// The choice.
        choice: Option<Choice>,
        /// Let your therapist see this answer.
        #[arg(long)]
        share: bool,
        /// With which therapist, where there are several.
        #[arg(long)]
        with: Option<String>,
        /// All right for now: Today lets it be.
        #[arg(long)]
        settle: bool,
    },
    /// The answers to an assigned measure stay private.
    KeepPrivate {
        /// The entry.
        id: String,
    },
    /// If something was done to you. Nobody is told that you looked.
    Harm,
    /// The crisis plan: what is given is kept; without anything, the plan.
    Plan(PlanArgs),
    /// Help now: the plan and numbers to call. Works while the journal is locked.
    HelpNow {
        /// The country where you are: `AT`.
        #[arg(long)]
        region: Option<String>,
    },
    /// The next reminders; what may stand on a lock screen is in quotes.
    Reminders {
        /// Nothing reminds until tomorrow.
        #[arg(long)]
        not_today: bool,
    },
    /// What the therapist answered and assigned, and the next meetings.
    Replies,
    /// Who has access, and what is shared from now on.
    Access {
        /// Share new entries of these kinds from now on.
        #[arg(long, value_delimiter = ',', value_name = "KINDS")]
        share: Vec<String>,
        /// Share nothing by itself any more.
        #[arg(long)]
        stop: bool,
        /// With whom, if there are several.
        #[arg(long)]
        with: Option<String>,
    },
    /// "I want to talk about this."
    Talk {
        /// The entry's id, or the end of it.
        id: String,
        /// Take it back.
        #[arg(long)]
        undo: bool,
    },
    /// Share with another therapist what is shared with one, also where that one has ended.
    BringAlong {
        /// From whom: an id of `care`.
        #[arg(long, value_name = "CARE")]
        from: String,
        /// To whom: an id of `care`.
        #[arg(long, value_name = "CARE")]
        with: String,
        /// Only show what would be seen.
        #[arg(long)]
        preview: bool,
    },
    /// End a relationship: the therapist is removed at once and reads nothing more.
    EndCare {
        /// With whom: an id of `care`.
        #[arg(long, value_name = "CARE")]
        with: String,
    },
    /// Share several entries at once.
    ShareSeveral {
        /// Their ids, or the ends of them.
        #[arg(required = true)]
        ids: Vec<String>,
        /// With whom, if there are several.
        #[arg(long)]
        with: Option<String>,
        /// Only show what would be seen.
        #[arg(long)]
        preview: bool,
    },
    /// Earlier versions of an entry; with one named, bring it back.
    History {
        /// The entry's id, or the end of it.
        id: String,
        /// The version to bring back.
        #[arg(long, value_name = "ID")]
        restore: Option<String>,
    },
    /// What two phones changed at once; with an entry and a choice, settle it.
    Resolve {
        /// The entry's id, or the end of it.
        id: Option<String>,
        /// standing, other, both.
        #[arg(long)]
        keep: Option<Keeping>,
        /// The field; every field if absent.
        #[arg(long)]
        field: Option<String>,
    },
    /// What there is to agree to; with a purpose, agree.
    Consent {
        /// journal, sharing.
        purpose: Option<String>,
        /// With whom, for sharing.
        #[arg(long)]
        with: Option<String>,
        /// Take the agreement back.
        #[arg(long)]
        withdraw: bool,
    },
    /// What you set: language, country, quiet hours.
    Settings(SettingsArgs),
    /// The journey, page by page.
    Journey {
        /// At most so many.
        #[arg(long, default_value_t = 20)]
        limit: u32,
        /// Only those after this one.
        #[arg(long, value_name = "ID")]
        before: Option<String>,
        /// Only with this theme.
        #[arg(long)]
        theme: Option<String>,
    },
    /// How things moved, what returns, what today recalls.
    LookBack {
        /// Over how many days.
        #[arg(long, default_value_t = 60)]
        days: u32,
    },
    /// The account's devices; with one named, sign it out: sold, or given away. For a lost one see `lost-phone`.
    Devices {
        /// The device to sign out.
        #[arg(long, value_name = "ID")]
        remove: Option<String>,
        /// The password with which a device is signed out, meant for the environment.
        #[arg(long, env = "AFTERGLOW_PASSWORD", hide = true, hide_env_values = true)]
        password: Option<String>,
    },
    /// A phone was lost: exchange password, recovery code and keys, and sign out all other phones; prints the new recovery
    /// code. Without the code every relationship ends, and each therapist invites again.
    LostPhone {
        /// The password, meant for the environment.
        #[arg(long, env = "AFTERGLOW_PASSWORD", hide = true, hide_env_values = true)]
        password: Option<String>,
        /// The new password, meant for the environment.
        #[arg(long, env = "AFTERGLOW_NEW_PASSWORD", hide = true, hide_env_values = true)]
        new_password: Option<String>,
        /// The recovery code that was kept: fifteen words.
        #[arg(long, env = "AFTERGLOW_RECOVERY_CODE", hide_env_values = true)]
        code: Option<String>,
    },
    /// Who can read what you share, and whether everything is here.
    Readers,
    /// On a new phone: yes, these are who may read. Nothing is shared from it before.
    ConfirmReaders,
    /// You have compared the safety words with your therapist, and they are the same.
    WordsCompared {
        /// With whom, if there are several: an id of `care`.
        #[arg(long)]
        with: Option<String>,
    },
    /// What therapists had written and the server does not have any more.
    RecentlyRemoved,
    /// Keep the words of something that was removed, as an entry of your own.
    Restore {
        /// An id of `recently-removed`, or the end of it.
        id: String,
    },
    /// Bring to the server again what it says it does not have.
    BringAgain,
    /// Remove here as well what the server says it does not have.
    RemoveHere,
    /// Score a measure's answers, as the app does; nothing is kept.
    Score {
        /// The instrument's id: phq-9, gad-7, pcl-5, integration-pulse, …
        #[arg(long)]
        instrument: String,
        /// In the order of the items; `null` for one that was left out.
        #[arg(long, value_delimiter = ',', allow_hyphen_values = true)]
        answers: Vec<String>,
        /// Another of the cut-offs that the instrument allows.
        #[arg(long)]
        cut: Option<f64>,
    },
    /// Tell whether two totals of a measure differ reliably.
    Change {
        /// The instrument's id.
        #[arg(long)]
        instrument: String,
        /// The earlier total.
        #[arg(long, allow_hyphen_values = true)]
        baseline: f64,
        /// The later total.
        #[arg(long, allow_hyphen_values = true)]
        current: f64,
    },
    /// The whole journal as JSON.
    Export {
        /// Into this file (for Markdown: this folder) instead of standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// json, markdown, pdf, archive.
        #[arg(long, default_value = "json")]
        format: Format,
        /// For an archive that only a passphrase opens.
        #[arg(long, env = "AFTERGLOW_PASSPHRASE", hide_env_values = true)]
        passphrase: Option<String>,
    },
    /// Import our own export, another app's, or a folder of texts. Everything comes in private.
    Import {
        /// The file or folder.
        from: PathBuf,
        /// Only look.
        #[arg(long)]
        look: bool,
        /// Where nothing says when an entry was written, take the date of its file.
        #[arg(long)]
        file_dates: bool,
        /// Keep where an entry was written and what the weather was, if the other app tells.
        #[arg(long)]
        keep_places: bool,
        /// For a sealed archive.
        #[arg(long, env = "AFTERGLOW_PASSPHRASE", hide_env_values = true)]
        passphrase: Option<String>,
    },
    /// The imports that were made on this phone, or undo a whole one.
    Imports {
        /// Undo this one: what was changed or shared since stays.
        #[arg(long, value_name = "ID")]
        undo: Option<String>,
    },
    /// How the lock stands; set a PIN or remove it. A locked journal opens with `--pin`.
    Lock {
        /// The new PIN.
        #[arg(long, value_name = "PIN")]
        set: Option<String>,
        /// Remove the PIN, which is given with `--pin`.
        #[arg(long)]
        remove: bool,
    },
    /// Delete everything: on the server, and on this phone. Without `--yes`, what would be lost.
    DeleteEverything {
        /// Really.
        #[arg(long)]
        yes: bool,
        /// Only on this phone.
        #[arg(long)]
        this_phone_only: bool,
        /// The password, meant for the environment.
        #[arg(long, env = "AFTERGLOW_PASSWORD", hide = true, hide_env_values = true)]
        password: Option<String>,
    },
}
