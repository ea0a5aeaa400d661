//! The next reminders, for the platform to schedule. Their text on a lock screen contains no name of app or clinic, no
//! text of the journal and no number.

use std::collections::BTreeMap;

use journal::arc::reminders::{self, Reason, Title, World};
use journal::record::Body;
use serde::Serialize;

use super::check_in::key;
use super::context::ViewContext;
use crate::entries::Slot;
use crate::phone::Settings;
use crate::store::{recall, settings};
use crate::{Error, View};

const HOUR_MS: i64 = 3_600_000;

/// The reminders screen, with the next reminders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct RemindersView {
    /// Soonest first. Schedule these and cancel all other reminders. Query again after every change, at every start,
    /// and when the time zone changes.
    pub notices: Vec<NoticeView>,
    /// "Next: on Thursday, 2:00 PM", or a notice that none is planned.
    pub next_text: String,
    /// "Quiet from 9:00 PM to 8:00 AM".
    pub quiet_text: String,
    /// The types that can be switched off (`check_in`, `follow_up`, `step`, `measure`), and whether each is on.
    pub switches: Vec<SwitchView>,
}

/// A reminder to schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct NoticeView {
    /// Stable: the same reminder has the same id in every plan.
    pub id: String,
    /// When: milliseconds since the Unix epoch.
    pub unix_ms: i64,
    /// The same time, RFC 3339 with the offset of that day.
    pub at: String,
    /// The only text for a lock screen: "A quiet moment".
    pub title: String,
    /// Its subjects, for inside the app: "A day after session 2".
    pub reasons: Vec<ReasonView>,
    /// "on Thursday, 2:00 PM".
    pub when_text: String,
}

/// The subject of a reminder, and the screen that a tap opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct ReasonView {
    /// `check_in`, `follow_up`, `step` or `measure`.
    pub kind: String,
    /// The text, for inside the app.
    pub said: String,
    /// The appointment, the step or the instrument, by its id; for a check-in the session's number.
    pub target: String,
    /// The slot of the check-in, if it is one.
    pub slot: Option<Slot>,
}

/// A kind of reminder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, uniffi::Record)]
pub struct SwitchView {
    /// `check_in`, `follow_up`, `step`, `measure`.
    pub kind: String,
    /// Whether these reminders are on.
    pub on: bool,
}

impl Settings<'_> {
    /// The next reminders.
    pub fn reminders(self) -> Result<RemindersView, Error> {
        let context = self.phone.view_context()?;
        let now = context.now.unix_ms;
        let (world, names) = self.world(&context)?;
        let notices = reminders::plan(&world, now, context.zone.as_ref());
        self.remember(&world.shown, notices.iter().map(|notice| notice.at.unix_ms))?;
        let view = |notice: &reminders::Notice| NoticeView {
            id: notice.id.clone(),
            unix_ms: notice.at.unix_ms,
            at: notice.at.rfc3339(),
            title: title(&context, notice.title),
            reasons: notice.reasons.iter().map(|reason| reason_view(&context, reason, &names)).collect(),
            when_text: context.words.relative(&notice.at, context.today),
        };
        let notices: Vec<NoticeView> = notices.iter().map(view).collect();
        let clock = |minute: u16| context.words.clock(u32::from(minute)).into();
        let next_text = match notices.first() {
            Some(next) => context.words.fill("reminder-next", &[("when", next.when_text.as_str().into())]),
            None => context.words.say("reminder-none"),
        };
        let settings = &world.settings;
        let switches = [
            ("check_in", settings.check_ins),
            ("follow_up", settings.follow_ups),
            ("step", settings.steps),
            ("measure", settings.measures),
        ];
        Ok(RemindersView {
            notices,
            next_text,
            quiet_text: context
                .words
                .fill("reminder-quiet", &[("from", clock(settings.quiet_from)), ("to", clock(settings.quiet_until))]),
            switches: switches.into_iter().map(|(kind, on)| SwitchView { kind: kind.into(), on }).collect(),
        })
    }

    /// "Not today": no reminders, and no requests on Today, until tomorrow.
    pub fn not_today(self) -> Result<(), Error> {
        let today = self.phone.clock.now().local_day();
        self.phone.store.write(|connection| settings::set_json(connection, settings::NOT_TODAY, &today))?;
        self.phone.changed(View::Reminders);
        self.phone.changed(View::Today);
        Ok(())
    }

    /// The input of a plan, and the names of its subjects.
    fn world(self, context: &ViewContext) -> Result<(World, BTreeMap<String, String>), Error> {
        let (items, written, planned, not_today, follow_ups) = self.phone.store.read(|connection| {
            let mut items = recall::items(connection, &["dosing_session", "series", "appointment", "step"], i64::MAX)?;
            items.extend(recall::items(connection, &["assignment", "measure_response"], 1_000)?);
            let planned: Vec<i64> = settings::get_json(connection, settings::PLANNED)?.unwrap_or_default();
            let not_today: Option<i64> = settings::get_json(connection, settings::NOT_TODAY)?;
            Ok((items, context.written(connection)?, planned, not_today, context.follow_ups(connection)?))
        })?;
        let set = self.preferences()?;
        let preferences = journal::record::Preferences {
            quiet_from: set.quiet_from,
            quiet_until: set.quiet_until,
            silent: set.silent,
            step_hour: set.step_hour,
            ..Default::default()
        };
        let now = context.now.unix_ms;
        let names = items.iter().filter_map(|item| {
            let name = match &item.record.body {
                Body::Step(step) => step.text.clone(),
                Body::DosingSession(session) => session.number.to_string(),
                _ => return None,
            };
            Some((item.id.to_string(), name))
        });
        let world = World {
            written,
            settings: reminders::Settings::from(&preferences),
            // Reminders of the last two days; a plan never looks further back.
            shown: planned.into_iter().filter(|at| (now - 48 * HOUR_MS..=now).contains(at)).collect(),
            not_today,
            follow_ups,
            ..World::of(&items, now, context.zone.as_ref())
        };
        Ok((world, names.collect()))
    }

    /// Stores the times of this plan's reminders, so that a day does not get a second one.
    fn remember(self, shown: &[i64], planned: impl Iterator<Item = i64>) -> Result<(), Error> {
        let times: Vec<i64> = shown.iter().copied().chain(planned).collect();
        let known: Option<Vec<i64>> =
            self.phone.store.read(|connection| settings::get_json(connection, settings::PLANNED))?;
        if known.as_ref() != Some(&times) {
            self.phone.store.write(|connection| settings::set_json(connection, settings::PLANNED, &times))?;
        }
        Ok(())
    }
}

fn title(context: &ViewContext, title: Title) -> String {
    context.words.say(match title {
        Title::QuietMoment => "notice-quiet_moment",
        Title::DayOn => "notice-day_on",
        Title::ThreeDaysOn => "notice-three_days_on",
        Title::WeekOn => "notice-week_on",
        Title::FourWeeksOn => "notice-four_weeks_on",
        Title::ThreeMonthsOn => "notice-three_months_on",
        Title::SixMonthsOn => "notice-six_months_on",
        Title::Tomorrow => "notice-tomorrow",
        Title::Questions => "notice-questions",
        Title::SmallStep => "notice-small_step",
    })
}

fn reason_view(context: &ViewContext, reason: &Reason, names: &BTreeMap<String, String>) -> ReasonView {
    let words = context.words;
    let name = |id: &str| names.get(id).cloned().unwrap_or_default();
    let view = |kind: &str, said: String, target: String| ReasonView { kind: kind.into(), said, target, slot: None };
    match reason {
        Reason::CheckIn { session, slot } => {
            let number = name(session);
            let parts = [("slot", key(*slot).into()), ("session", number.as_str().into())];
            let said = words.fill("reminder-why-check_in", &parts);
            ReasonView { slot: Some((*slot).into()), ..view("check_in", said, number) }
        }
        Reason::Meeting { id } => {
            let meeting = context.ahead().into_iter().find(|ahead| ahead.id == *id);
            let said = meeting.map(|meeting| meeting.said).unwrap_or_default();
            view("follow_up", words.fill("reminder-why-meeting", &[("said", said.into())]), id.clone())
        }
        Reason::Measure { instrument } => {
            let title = instrument.to_uppercase();
            view("measure", words.fill("reminder-why-measure", &[("title", title.into())]), instrument.clone())
        }
        Reason::Step { id } => view("step", words.fill("reminder-why-step", &[("text", name(id).into())]), id.clone()),
    }
}
