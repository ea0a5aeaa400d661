//! The arc of the work: today, check-ins, sessions, hopes, steps, reminders, settings.

use clap::Subcommand;
use mobile_core::entries::{
    CheckInForm, ConcernForm, Form, GoalForm, IntentionForm, SeriesForm, SeriesProgress, StepForm,
};
use mobile_core::messages::Language;
use mobile_core::{Error, Phone};
use serde_json::json;

use crate::given::{EffectArgs, Progress, SessionArgs, SettingsArgs, Taps};
use crate::input::entry_named;
use crate::{effects, show, steps};

/// Commands about the arc of the work.
#[derive(Subcommand)]
pub enum Command {
    /// Show the Today screen.
    Today,
    /// Show the welcome screen with its consents.
    Welcome,
    /// Write a check-in; without options, show the questions.
    CheckIn(Taps),
    /// Make a side-effect check and show its answer; without options, show the questions.
    Effects(EffectArgs),
    /// Record a dosing session; without options, show it.
    Session(SessionArgs),
    /// Show or change the series of sessions.
    Series {
        /// How many sessions are planned.
        #[arg(long)]
        planned: Option<u32>,
        /// Begin a new series.
        #[arg(long)]
        new: bool,
    },
    /// Write an intention for a session.
    Intend {
        /// The text.
        text: String,
        /// Its session, from 1.
        #[arg(long)]
        session: Option<u32>,
    },
    /// Write a goal.
    Goal {
        /// The text.
        text: String,
    },
    /// Write a concern.
    Concern {
        /// The text.
        text: String,
    },
    /// List intentions, goals and concerns.
    Hopes,
    /// Answer an intention, a goal or a concern.
    Answer {
        /// Its id, or the end of it.
        id: String,
        /// The text.
        text: String,
    },
    /// Write an appointment.
    Appointment {
        /// preparation, dosing, integration, follow_up.
        purpose: String,
        /// When, RFC 3339 with an offset.
        at: String,
    },
    /// Write a step; without text, list all.
    Step {
        /// The text.
        text: Option<String>,
        /// The entry that it comes from.
        #[arg(long, value_name = "ID")]
        from: Option<String>,
        /// How often: once, daily, weekdays, or a number of times a week.
        #[arg(long)]
        every: Option<String>,
    },
    /// Mark a step as done, today or on another day.
    Tick {
        /// The step's id, or the end of it.
        id: String,
        /// YYYY-MM-DD.
        #[arg(long)]
        on: Option<String>,
        /// Remove the mark.
        #[arg(long)]
        undo: bool,
    },
    /// Set the progress of a step.
    SetStep {
        /// The step's id, or the end of it.
        id: String,
        /// active, habit, done, let-go.
        progress: Progress,
    },
    /// Accept or decline a therapist's suggestion.
    Suggestion {
        /// The suggestion's id, or the end of it.
        id: String,
        /// Your own words.
        #[arg(long)]
        text: Option<String>,
        /// Decline it.
        #[arg(long)]
        decline: bool,
    },
    /// List the next reminders, with the text for the lock screen in quotes.
    Reminders {
        /// Pause reminders until tomorrow.
        #[arg(long)]
        not_today: bool,
    },
    /// Show or change preferences: language, country, quiet hours.
    Settings(SettingsArgs),
}

pub fn run(phone: &Phone, command: &Command, json: bool) -> Result<(), Error> {
    match command {
        Command::Today => today(phone, json)?,
        Command::Welcome => show::view(&phone.settings().welcome()?, json, |view| {
            let consents = view.consents.iter().map(|one| format!("  {}  {}", one.wording.title, one.said));
            [vec![view.title.clone()], view.lines.clone(), consents.collect()].concat()
        }),
        Command::Effects(given) => effects::run(phone, given, json)?,
        Command::CheckIn(taps) => check_in(phone, taps, json)?,
        Command::Session(given) => session(phone, given, json)?,
        Command::Series { planned, new } => series(phone, *planned, *new, json)?,
        Command::Intend { text, session } => {
            let intention = IntentionForm { session: *session, ..IntentionForm::text(text) };
            written(phone, Form::Intention { intention }, json)?;
        }
        Command::Goal { text } => written(phone, Form::Goal { goal: GoalForm::text(text) }, json)?,
        Command::Concern { text } => written(phone, Form::Concern { concern: ConcernForm::text(text) }, json)?,
        Command::Hopes => show::view(&phone.sessions().hopes()?, json, |hopes| {
            let all = hopes.intentions.iter().chain(&hopes.goals).chain(&hopes.concerns);
            let hopes_text = all.map(|hope| format!("{}  {}  {}  {}", hope.id, hope.kind, hope.text, hope.answer));
            hopes_text.chain([hopes.bring.clone()]).collect()
        }),
        Command::Answer { id, text } => {
            let id = entry_named(phone, id)?;
            phone.sessions().answer_hope(id, text)?;
            show::entry(&phone.pages().show(id)?, json);
        }
        Command::Appointment { purpose, at } => {
            show::entry(&phone.pages().show(phone.sessions().write_appointment(purpose, at)?)?, json);
        }
        Command::Step { text: None, .. } => show::view(&phone.sessions().steps()?, json, |view| {
            let steps = view.active.iter().chain(&view.habits).chain(&view.ended).map(steps::line);
            let suggestions = view.suggestions.iter().map(|one| format!("{}  {} ({})", one.id, one.text, one.said));
            steps.chain(suggestions).collect()
        }),
        Command::Step { text: Some(text), from, every } => {
            let from_entry = from.as_deref().map(|id| entry_named(phone, id)).transpose()?;
            let cadence = every.as_deref().map(steps::cadence).transpose()?;
            let step = StepForm { cadence, from_entry: from_entry.map(|id| id.to_string()), ..StepForm::text(text) };
            written(phone, Form::Step { step }, json)?;
        }
        Command::Tick { id, on, undo } => {
            phone.sessions().mark_step(entry_named(phone, id)?, on.as_deref(), !undo)?;
            steps::show_one(phone, id, json)?;
        }
        Command::SetStep { id, progress } => steps::set(phone, id, *progress, json)?,
        Command::Suggestion { id, text, decline } => steps::suggestion(phone, id, text.as_deref(), *decline, json)?,
        Command::Reminders { not_today } => reminders(phone, *not_today, json)?,
        Command::Settings(given) => settings(phone, given, json)?,
    }
    Ok(())
}

fn today(phone: &Phone, json: bool) -> Result<(), Error> {
    show::view(&phone.pages().today()?, json, |view| {
        let next = view.next.iter().map(|next| next.said.clone());
        let fits = [format!("→ {}", view.fits.title), format!("  {}", view.fits.text)];
        let hopes = view.intentions.iter().map(|hope| format!("“{}” {}", hope.text, hope.carried));
        let news = view.news.iter().map(|news| news.said.clone());
        let head = [format!("{} · {} · {}", view.date, view.place.said, view.spine)];
        let safety = view.safety.iter().flat_map(|card| {
            let share = card.share.iter().map(|one| if one.shared { one.seen.clone() } else { one.label.clone() });
            let rest = [card.plan.clone(), card.settle.clone(), format!("safety {}", card.event)];
            let rest = share.chain(rest).filter(|line| !line.is_empty()).map(|line| format!("  {line}"));
            std::iter::once(card.said.clone()).chain(rest)
        });
        head.into_iter()
            .chain(safety)
            .chain(view.aftercare.clone())
            .chain(next)
            .chain(fits)
            .chain(hopes)
            .chain(news)
            .chain(view.care.clone())
            .collect()
    });
    Ok(())
}

fn reminders(phone: &Phone, not_today: bool, json: bool) -> Result<(), Error> {
    if not_today {
        phone.settings().not_today()?;
    }
    show::view(&phone.settings().reminders()?, json, |view| {
        let line = |notice: &mobile_core::view::NoticeView| {
            let why: Vec<&str> = notice.reasons.iter().map(|reason| reason.said.as_str()).collect();
            format!("{}  “{}”  {}", notice.at, notice.title, why.join(", "))
        };
        [vec![view.next_text.clone(), view.quiet_text.clone()], view.notices.iter().map(line).collect()].concat()
    });
    Ok(())
}

/// The line shown after a very low rating.
fn low_mood(phone: &Phone, mood: Option<u8>, json: bool) {
    if let Some(line) = phone.safety().low_mood_line(mood).filter(|_| !json) {
        println!("{line}");
    }
}

fn check_in(phone: &Phone, taps: &Taps, json: bool) -> Result<(), Error> {
    let view = phone.sessions().check_in_view()?;
    let form = CheckInForm {
        mood: taps.mood,
        energy: taps.energy,
        sleep: taps.sleep,
        sensitivity: taps.sensitivity,
        clarity: taps.clarity,
        needs_space: taps.space,
        states: taps.states.clone(),
        text: taps.text.clone().unwrap_or_default(),
        ..CheckInForm::default()
    };
    if form == CheckInForm::default() {
        show::view(&view, json, |view| {
            let scales = view.scales.iter().map(|one| format!("  {}: {} … {}", one.label, one.low, one.high));
            let head = [view.title.clone(), view.question.clone(), view.hint.clone()];
            let head = head.into_iter().chain(view.aftercare.clone());
            let effects = [format!("effects: {}", view.effects)];
            let all = head.chain(view.intention.clone()).chain(scales).chain(effects);
            all.chain([view.not_watched.clone()]).collect()
        });
        return Ok(());
    }
    let form = CheckInForm { slot: view.slot, session: view.session, ..form };
    let mood = form.mood;
    show::entry(&phone.pages().show(phone.sessions().check_in(form)?)?, json);
    low_mood(phone, mood, json);
    if view.effects_due && !json {
        println!("effects: {}", view.effects);
    }
    Ok(())
}

fn session(phone: &Phone, given: &SessionArgs, json: bool) -> Result<(), Error> {
    let page = phone.sessions().session_page(given.number)?;
    let mut form = page.form.clone();
    form.at = given.at.clone().or(form.at);
    form.dose_mg = given.dose.or(form.dose_mg);
    form.duration_min = given.duration.or(form.duration_min);
    form.intensity = given.intensity.or(form.intensity);
    let words = [
        (&mut form.route, &given.route),
        (&mut form.light, &given.light),
        (&mut form.music, &given.music),
        (&mut form.companions, &given.companions),
        (&mut form.support, &given.support),
        (&mut form.first_words, &given.first_words),
        (&mut form.notes, &given.notes),
    ];
    for (field, given) in words {
        if let Some(given) = given {
            field.clone_from(given);
        }
    }
    if !given.qualities.is_empty() {
        form.qualities.clone_from(&given.qualities);
    }
    let id = page.id.as_deref().map(|id| id.parse().map_err(|_| Error::NoEntry)).transpose()?;
    let form = Form::Session { session: form };
    match id {
        Some(_) if form == (Form::Session { session: page.form }) => {}
        Some(id) => phone.entries().edit_form(id, &form)?,
        None if given.at.is_some() || given.dose.is_some() || given.first_words.is_some() => {
            phone.entries().write_form(&form)?;
        }
        None => {}
    }
    if given.home_now {
        phone.sessions().end_session(given.number)?;
    }
    show::view(&phone.sessions().session_page(given.number)?, json, |page| {
        let hopes = page.intentions.iter().map(|hope| format!("  “{}” {}", hope.text, hope.answer));
        let head = [format!("{} · {}", page.title, page.when), page.dose.clone().unwrap_or_default()];
        head.into_iter().chain([page.form.first_words.clone()]).chain(hopes).chain(page.care.clone()).collect()
    });
    Ok(())
}

fn series(phone: &Phone, planned: Option<u32>, new: bool, json: bool) -> Result<(), Error> {
    let known = phone.sessions().series()?.into_iter().next();
    match (known, planned) {
        (Some(one), Some(_)) if !new => {
            let id = one.id.parse().map_err(|_| Error::NoEntry)?;
            phone.entries().edit_form(id, &Form::Series { series: SeriesForm { planned, ..one.form } })?;
        }
        (None, None) if !new => {}
        (Some(_), None) if !new => {}
        _ => {
            let series = SeriesForm { title: String::new(), planned, status: SeriesProgress::Active };
            phone.entries().write_form(&Form::Series { series })?;
        }
    }
    let series = phone.sessions().series()?;
    show::view(&json!({"series": series}), json, |_| series.iter().map(|one| one.said.clone()).collect());
    Ok(())
}

fn written(phone: &Phone, form: Form, json: bool) -> Result<(), Error> {
    show::entry(&phone.pages().show(phone.entries().write_form(&form)?)?, json);
    Ok(())
}

fn settings(phone: &Phone, given: &SettingsArgs, json: bool) -> Result<(), Error> {
    let mut set = phone.settings().preferences()?;
    let before = set.clone();
    if let Some(language) = &given.language {
        set.language = Language::of_tag(language);
    }
    if let Some(region) = &given.region {
        set.region.clone_from(region);
    }
    if let Some(quiet) = &given.quiet {
        let (from, until) = quiet.split_once('-').ok_or(Error::Invalid)?;
        let hour = |text: &str| text.trim().parse().map_err(|_| Error::Invalid);
        (set.quiet_from, set.quiet_until) = (Some(hour(from)?), Some(hour(until)?));
    }
    if let Some(silent) = &given.silent {
        set.silent = silent.iter().filter(|kind| !kind.is_empty()).cloned().collect();
    }
    if set != before {
        phone.settings().set_preferences(set)?;
    }
    show::view(&phone.settings().view()?, json, |view| {
        let set = &view.preferences;
        vec![
            format!("{:?}", view.language),
            set.region.clone(),
            phone.settings().reminders().map(|one| one.quiet_text).unwrap_or_default(),
        ]
    });
    Ok(())
}
