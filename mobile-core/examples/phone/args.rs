//! The command line.

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use mobile_core::{Phase, Writing};

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
    Register(Enter),
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
        /// Into this file instead of standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// Who, and where.
#[derive(Group)]
pub struct Enter {
    /// The sign-in name.
    pub handle: String,
    /// The server's address.
    #[arg(long, env = "AFTERGLOW_SERVER", default_value = "http://localhost:8087", value_name = "URL")]
    pub server: String,
    /// Read the password from the first line of standard input.
    #[arg(long)]
    pub password_stdin: bool,
    /// The password, meant for the environment: others can read a command line.
    #[arg(long, env = "AFTERGLOW_PASSWORD", hide = true, hide_env_values = true)]
    pub password: Option<String>,
}

/// What an entry holds.
#[derive(Group)]
pub struct Entry {
    /// The words; `-` (or nothing, where words are needed) reads standard input.
    pub text: Option<String>,
    /// 0 (very low) to 10 (very good).
    #[arg(long)]
    mood: Option<u8>,
    /// The part of the arc.
    #[arg(long)]
    phase: Option<PhaseName>,
    /// The session it belongs to, from 1.
    #[arg(long)]
    session: Option<u32>,
    /// The prompt that is answered.
    #[arg(long)]
    prompt: Option<String>,
    /// Lenses: insight, emotion, imagery, body, relationship, perspective.
    #[arg(long, value_delimiter = ',', alias = "themes")]
    tags: Option<Vec<String>>,
    /// How you feel: calm, tired, needs space.
    #[arg(long, value_delimiter = ',')]
    states: Option<Vec<String>>,
    /// "I want to talk about this."
    #[arg(long)]
    talk: bool,
    /// When it was, RFC 3339 with an offset (2026-02-03T20:10:00-07:00); now, if absent.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
}

impl Entry {
    /// Puts what was given into what is there.
    pub fn apply(&self, writing: &mut Writing, text: Option<String>) {
        if let Some(text) = text {
            writing.text = text;
        }
        writing.mood = self.mood.or(writing.mood);
        writing.phase = self.phase.map(Phase::from).or(writing.phase);
        writing.session = self.session.or(writing.session);
        writing.prompt = self.prompt.clone().or(writing.prompt.take());
        if let Some(tags) = &self.tags {
            writing.themes.clone_from(tags);
        }
        if let Some(states) = &self.states {
            writing.states.clone_from(states);
        }
        writing.wants_to_talk |= self.talk;
    }

    /// Whether anything but words was given.
    pub fn is_more_than_words(&self) -> bool {
        self.mood.is_some()
            || self.phase.is_some()
            || self.session.is_some()
            || self.prompt.is_some()
            || self.tags.is_some()
            || self.states.is_some()
            || self.talk
    }
}

/// An entry, and with whom.
#[derive(Group)]
pub struct Shared {
    /// The entry's id, or the end of it.
    pub id: String,
    /// With whom, if there are several: an id of `care`.
    #[arg(long)]
    pub with: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum PhaseName {
    Preparation,
    #[value(alias = "session-day")]
    SessionDay,
    After,
    Integration,
    Between,
    Closing,
}

impl From<PhaseName> for Phase {
    fn from(name: PhaseName) -> Self {
        match name {
            PhaseName::Preparation => Self::Preparation,
            PhaseName::SessionDay => Self::SessionDay,
            PhaseName::After => Self::After,
            PhaseName::Integration => Self::Integration,
            PhaseName::Between => Self::Between,
            PhaseName::Closing => Self::Closing,
        }
    }
}
