//! Writing, changing, deleting and sharing. Every call is on disk, with outbox and shared copies, before it returns;
//! none of them needs a network.
//!
//! Layout:
//! - [`forms`]: the form of each kind; [`drafts`]: forms in progress
//! - [`writing`]: reflections, and records of any kind; [`prompts`]: the prompt that a reflection answers
//! - [`check_ins`], [`effects`], [`sessions`], [`hopes`], [`steps`], [`measures`], [`plan`]: the other kinds; [`safety`]: safety events
//! - [`history`]: earlier versions and conflicts
//! - [`sharing`]: share and take back; [`rules`]: share from now on
//! - [`consents`], [`preferences`]; [`suggestions`]: steps that the therapist suggests
//! - [`typed`]: text of forms that make no record

mod check_ins;
pub(crate) mod consents;
mod drafts;
mod effects;
mod forms;
mod history;
mod hopes;
pub(crate) mod measures;
mod plan;
mod preferences;
pub(crate) mod prompts;
mod rules;
pub(crate) mod safety;
mod sessions;
pub(crate) mod sharing;
mod steps;
mod suggestions;
mod typed;
mod writing;

pub use check_ins::{CheckInForm, Slot};
pub use consents::{ConsentView, Wording};
pub use drafts::DraftView;
pub use effects::{EffectChoice, EffectForm, EffectsForm, Suicidal};
pub use forms::Form;
pub use history::Keep;
pub use hopes::{ConcernForm, GoalForm, GoalProgress, IntentionForm};
pub use measures::MeasureForm;
pub use plan::{ContactForm, PlanForm};
pub use preferences::PreferencesForm;
pub use safety::SafetyChoice;
pub use sessions::{AppointmentForm, SeriesForm, SeriesProgress, SessionForm};
pub use steps::{CadenceForm, Every, StepForm, StepProgress};
pub use writing::{Phase, SensationForm, Writing};
