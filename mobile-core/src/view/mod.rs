//! The data of each screen with its texts, computed once for both platforms.
//!
//! Layout, one file for each screen:
//! - [`context`]: the common input of all views
//! - [`entry`]: one entry; [`journey`]: page by page; [`timeline`]: lists, one entry; [`search`]
//! - [`today`], [`write`], [`check_in`], [`effects`], [`session`], [`steps`], [`measures`], [`measure_page`],
//!   [`measure_result`], [`safety`], [`help`], [`plan`], [`therapist`], [`preview`], [`readers`], [`removed`],
//!   [`reminders`], [`look_back`], [`history`], [`settings`]: the screens of these names
//! - [`choices`]: values to tap

mod check_in;
mod choices;
mod context;
mod effects;
mod entry;
pub(crate) mod help;
mod history;
mod journey;
mod look_back;
mod measure_page;
mod measure_result;
mod measures;
pub(crate) mod plan;
mod preview;
mod readers;
mod reminders;
mod removed;
mod safety;
mod search;
mod session;
mod settings;
mod steps;
mod take_back;
mod therapist;
mod timeline;
mod today;
mod write;

pub use check_in::{CheckInView, ScaleView};
pub use choices::Choice;
pub use effects::{
    EffectChoiceView, EffectLevel, EffectsAdvice, EffectsAnswer, EffectsView, SeverityView, SuicidalChoice,
    SuicidalQuestion,
};
pub use help::{HarmView, HelpView, LineView, PlanPart};
pub use history::{ConflictField, ConflictView, VersionView};
pub use look_back::{LookBackView, MemoryView, ReturningView, SessionTrendView, TrendPoint, TrendView};
pub use measure_page::{AgreementView, MeasureNext, MeasurePage, OptionView, SliderView};
pub use measure_result::{MeasureResultView, ProfileLine};
pub use measures::{MeasureBegunView, MeasureCard, MeasureDueView, MeasuresView};
pub use plan::{PlanPage, PlanPartView, PlanProposal};
pub use preview::Preview;
pub use readers::{ReaderView, ReadersView};
pub use reminders::{NoticeView, ReasonView, RemindersView, SwitchView};
pub use removed::RemovedView;
pub use safety::{SafetyCard, SafetyChoiceView, SafetyView, ShareOffer};
pub use session::{HopeView, HopesView, SeriesView, SessionPage};
pub use settings::{SettingsView, Stage, WelcomeView};
pub use steps::{StepView, StepsView, SuggestionView};
pub use take_back::TakeBackView;
pub use therapist::{AccessView, AssignedView, PracticeView, ReplyLine, ShareView, TherapistView};
pub(crate) use timeline::{entries, visible_of};
pub use today::{Fit, FitView, NewsView, TodayView};
pub use write::{PromptView, WriteView};

pub use context::{AppointmentView, PlaceView};
pub use entry::{AlternativeView, EntryView, Figure, MeasureView, Reading, ReplyView};
pub use journey::{JourneyFilter, JourneyPage, JourneyRow};
pub use search::{Hit, PieceView, SearchForm, SearchView};
pub use timeline::{SectionView, SessionView, SettingView, TimelineView};
