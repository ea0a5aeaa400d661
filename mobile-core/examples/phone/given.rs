//! What can be given to a command: groups of options, and words to choose from.

use clap::{Args as Group, ValueEnum};
use mobile_core::{Phase, Writing};

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
    /// Mark an entry with "I want to talk about this".
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
    pub fn has_more_than_text(&self) -> bool {
        self.mood.is_some()
            || self.phase.is_some()
            || self.session.is_some()
            || self.prompt.is_some()
            || self.tags.is_some()
            || self.states.is_some()
            || self.talk
    }
}

/// What can be tapped in a check-in.
#[derive(Group)]
pub struct Taps {
    /// 0 to 10.
    #[arg(long)]
    pub mood: Option<u8>,
    /// 0 to 10.
    #[arg(long)]
    pub energy: Option<u8>,
    /// 0 to 10.
    #[arg(long)]
    pub sleep: Option<u8>,
    /// 0 to 10.
    #[arg(long)]
    pub sensitivity: Option<u8>,
    /// 0 to 10.
    #[arg(long)]
    pub clarity: Option<u8>,
    /// Needs space until tomorrow.
    #[arg(long)]
    pub space: bool,
    /// How you are: calm, tired.
    #[arg(long, value_delimiter = ',')]
    pub states: Vec<String>,
    /// A few words.
    pub text: Option<String>,
}

/// What can be marked in a side-effect check.
#[derive(Group)]
pub struct EffectArgs {
    /// Nothing is bothering you.
    #[arg(long)]
    pub no: bool,
    /// What is: `headache:2`, `unreal:1:still`, `sleep:3:over:before`. Severity 1 to 3.
    #[arg(long, value_delimiter = ',')]
    pub mark: Vec<String>,
    /// Something else, in your words.
    #[arg(long)]
    pub other: Option<String>,
    /// Whether you drove on the day of the session: yes or no.
    #[arg(long)]
    pub drove: Option<String>,
    /// Thoughts of death or of hurting yourself: no, yes or unsaid.
    #[arg(long)]
    pub suicidal: Option<String>,
    /// Show the answer to a check that was made: its id, or the end of it.
    #[arg(long)]
    pub answer: Option<String>,
}

/// What a dosing session holds.
#[derive(Group)]
pub struct SessionArgs {
    /// Its number in the series, from 1.
    pub number: u32,
    /// When, RFC 3339 with an offset.
    #[arg(long)]
    pub at: Option<String>,
    /// lozenge, nasal_spray, intramuscular.
    #[arg(long)]
    pub route: Option<String>,
    /// Milligrams, as the clinic recorded it.
    #[arg(long)]
    pub dose: Option<f64>,
    /// Minutes.
    #[arg(long)]
    pub duration: Option<u32>,
    /// Lighting.
    #[arg(long)]
    pub light: Option<String>,
    /// Music.
    #[arg(long)]
    pub music: Option<String>,
    /// Who is there.
    #[arg(long)]
    pub companions: Option<String>,
    /// talking, quiet.
    #[arg(long)]
    pub support: Option<String>,
    /// What it was like.
    #[arg(long, value_delimiter = ',')]
    pub qualities: Vec<String>,
    /// 0 to 10.
    #[arg(long)]
    pub intensity: Option<u8>,
    /// The first words afterwards.
    #[arg(long)]
    pub first_words: Option<String>,
    /// What stayed.
    #[arg(long)]
    pub notes: Option<String>,
    /// "I am home": the check-ins count from now.
    #[arg(long)]
    pub home_now: bool,
}

/// What the crisis plan holds. Each may be given several times.
#[derive(Group)]
pub struct PlanArgs {
    /// The signs that it begins.
    #[arg(long)]
    pub sign: Vec<String>,
    /// What helps.
    #[arg(long)]
    pub coping: Vec<String>,
    /// Where it is safe.
    #[arg(long)]
    pub place: Vec<String>,
    /// A contact: "Name, number".
    #[arg(long)]
    pub person: Vec<String>,
    /// What it is worth.
    #[arg(long)]
    pub reason: Vec<String>,
}

/// What can be set.
#[derive(Group)]
pub struct SettingsArgs {
    /// en, de; `phone` follows the phone.
    #[arg(long)]
    pub language: Option<String>,
    /// ISO 3166-1 alpha-2: US, DE.
    #[arg(long)]
    pub region: Option<String>,
    /// From and until: 21-8.
    #[arg(long)]
    pub quiet: Option<String>,
    /// Reminders that are off: check_in, follow_up, step, measure.
    #[arg(long, value_delimiter = ',')]
    pub silent: Option<Vec<String>>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Progress {
    Active,
    Habit,
    Done,
    LetGo,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    Json,
    Markdown,
    Pdf,
    Archive,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Choice {
    SafeNow,
    ToldSomeone,
    HelpNow,
    Unsure,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum KeepChoice {
    Standing,
    Other,
    Both,
}

/// An entry, and with whom.
#[derive(Group)]
pub struct Shared {
    /// The entry's id, or the end of it.
    pub id: String,
    /// The care relationship, if there are several: an id of `care`.
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
