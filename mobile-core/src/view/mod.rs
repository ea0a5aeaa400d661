//! What a screen shows, computed once for both platforms: data, and the words to say it in.
//!
//! Layout, a file a screen:
//! - [`scene`]: what every view begins with: when and where it is, the course so far, the words
//! - [`entry`]: one entry, laid out; [`journey`]: page by page; [`timeline`]: lists, one entry; [`search`]: in everything
//! - [`today`], [`write`], [`check_in`], [`session`], [`steps`], [`measures`], [`therapist`], [`readers`], [`reminders`], [`help`],
//!   [`look_back`], [`history`], [`settings`]: each what its screen shows; [`choices`]: what can be tapped

mod check_in;
mod choices;
mod entry;
pub(crate) mod help;
mod history;
mod journey;
mod look_back;
mod measures;
pub(crate) mod plan;
mod readers;
mod reminders;
mod safety;
mod scene;
mod search;
mod session;
mod settings;
mod steps;
mod therapist;
mod timeline;
mod today;
mod write;

pub use check_in::{CheckInView, ScaleView};
pub use choices::Choice;
pub use help::{HarmView, HelpView, LineView, PlanPart};
pub use history::{ConflictField, ConflictView, VersionView};
pub use look_back::{LookBackView, MemoryView, ReturningView, SessionTrendView, TrendPoint, TrendView};
pub use measures::{
    AgreementView, MeasureBegunView, MeasureCard, MeasureDueView, MeasureNext, MeasurePage, MeasureResultView,
    MeasuresView, OptionView, ProfileLine, SliderView,
};
pub use plan::{PlanPage, PlanPartView, PlanProposal};
pub use readers::{ReaderView, ReadersView, RemovedView};
pub use reminders::{NoticeView, ReasonView, RemindersView, SwitchView};
pub use safety::{SafetyCard, SafetyChoiceView, SafetyView, ShareOffer};
pub use session::{HopeView, HopesView, SeriesView, SessionPage};
pub use settings::{SettingsView, Stage, WelcomeView};
pub use steps::{StepView, StepsView, SuggestionView};
pub use therapist::{AccessView, AssignedView, PracticeView, ReplyLine, ShareView, TherapistView};
pub(crate) use timeline::{entries, visible_of};
pub use today::{Fit, FitView, NewsView, TodayView};
pub(crate) use write::their_words;
pub use write::{PromptView, WriteView};

pub use entry::{AlternativeView, EntryView, Figure, MeasureView, Reading, ReplyView};
pub use journey::{JourneyFilter, JourneyPage, JourneyRow};
pub use scene::{AppointmentView, PlaceView};
pub use search::{Hit, PieceView, SearchForm, SearchView};
pub use timeline::{SectionView, SessionView, SettingView, TimelineView};
