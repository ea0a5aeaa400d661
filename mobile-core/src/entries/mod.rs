//! What a person writes, changes, deletes and shares. Every call is on disk, outbox and shared copies included, before
//! it returns; none of them needs a network.
//!
//! Layout:
//! - [`forms`]: what a screen fills in, for every kind; [`drafts`]: what is being filled in
//! - [`writing`]: reflections, and how records of any kind are written and changed
//! - [`check_ins`], [`sessions`], [`hopes`], [`steps`], [`measures`], [`plan`]: the other kinds
//! - [`history`]: earlier versions, and versions that two phones wrote at once
//! - [`sharing`]: exact preview, share, take back; [`rules`]: share from now on
//! - [`size`]: how large an entry may be
//! - [`consents`]: what was agreed to; [`preferences`]: what was set; [`suggestions`]: the therapist's suggested steps

mod check_ins;
mod consents;
mod drafts;
mod forms;
mod history;
mod hopes;
pub(crate) mod measures;
mod plan;
mod preferences;
pub(crate) mod rules;
pub(crate) mod safety;
mod sessions;
pub(crate) mod sharing;
pub(crate) mod size;
mod steps;
mod suggestions;
mod writing;

pub use check_ins::{CheckInForm, Slot};
pub use consents::{ConsentView, Wording};
pub use drafts::DraftView;
pub use forms::Form;
pub use history::Keep;
pub(crate) use history::keep as keep_version;
pub use hopes::{ConcernForm, GoalForm, GoalProgress, IntentionForm};
pub use measures::MeasureForm;
pub use plan::{ContactForm, PlanForm};
pub use preferences::PreferencesForm;
pub use safety::SafetyChoice;
pub use sessions::{AppointmentForm, SeriesForm, SeriesProgress, SessionForm};
pub use sharing::Preview;
pub use steps::{CadenceForm, Every, StepForm, StepProgress};
pub use writing::{Phase, SensationForm, Writing};
