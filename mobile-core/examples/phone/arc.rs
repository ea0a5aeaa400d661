//! The arc of the work in the terminal: today, check-in, session, steps, sharing, versions.

use mobile_core::entries::{
    CadenceForm, CheckInForm, ConcernForm, Every, Form, GoalForm, IntentionForm, SafetyChoice, SeriesForm,
    SeriesProgress, StepForm, StepProgress,
};
use mobile_core::view::{JourneyFilter, JourneyRow, StepView};
use mobile_core::{Error, Phone};
use protocol::RecordId;
use serde_json::json;

use crate::args::Command;
use crate::commands::{entry_named, named};
use crate::given::{Choice, Progress, SessionArgs, Taps};
use crate::measures::{harm_lines, help_lines, measure, safety_lines};
use crate::own::{plan, resolve, settings};
use crate::show;

pub fn run(phone: &Phone, command: &Command, json: bool) -> Result<(), Error> {
    match command {
        Command::Today => today(phone, json)?,
        Command::Welcome => show::view(&phone.welcome()?, json, |view| {
            let consents = view.consents.iter().map(|one| format!("  {}  {}", one.wording.title, one.said));
            [vec![view.title.clone()], view.lines.clone(), consents.collect()].concat()
        }),
        Command::Prompts { lens, skip } => {
            if let Some(prompt) = skip {
                phone.skip_prompt(prompt)?;
            }
            show::view(&phone.prompts(lens.as_deref())?, json, |prompts| {
                prompts.iter().map(|one| format!("{}  {}  {}", one.id, one.text, one.from_said)).collect()
            });
        }
        Command::CheckIn(taps) => check_in(phone, taps, json)?,
        Command::Session(given) => session(phone, given, json)?,
        Command::Series { planned, new } => series(phone, *planned, *new, json)?,
        Command::Intend { text, session } => {
            let intention = IntentionForm { session: *session, ..IntentionForm::text(text) };
            written(phone, Form::Intention { intention }, json)?;
        }
        Command::Goal { text } => written(phone, Form::Goal { goal: GoalForm::text(text) }, json)?,
        Command::Concern { text } => written(phone, Form::Concern { concern: ConcernForm::text(text) }, json)?,
        Command::Hopes => show::view(&phone.hopes()?, json, |hopes| {
            let all = hopes.intentions.iter().chain(&hopes.goals).chain(&hopes.concerns);
            all.map(|hope| format!("{}  {}  {}  {}", hope.id, hope.kind, hope.text, hope.answer)).collect()
        }),
        Command::Answer { id, text } => {
            let id = entry_named(phone, id)?;
            phone.answer_hope(id, text)?;
            show::entry(&phone.show(id)?, json);
        }
        Command::Appointment { purpose, at } => {
            show::entry(&phone.show(phone.write_appointment(purpose, at)?)?, json);
        }
        Command::Step { text: None, .. } => show::view(&phone.steps()?, json, |view| {
            let steps = view.active.iter().chain(&view.habits).chain(&view.ended).map(step_line);
            let suggestions = view.suggestions.iter().map(|one| format!("{}  {} ({})", one.id, one.text, one.said));
            steps.chain(suggestions).collect()
        }),
        Command::Step { text: Some(text), from, every } => {
            let from_entry = from.as_deref().map(|id| entry_named(phone, id)).transpose()?;
            let cadence = every.as_deref().map(cadence).transpose()?;
            let step = StepForm { cadence, from_entry: from_entry.map(|id| id.to_string()), ..StepForm::text(text) };
            written(phone, Form::Step { step }, json)?;
        }
        Command::Tick { id, on, undo } => {
            phone.mark_step(entry_named(phone, id)?, on.as_deref(), !undo)?;
            show_step(phone, id, json)?;
        }
        Command::SetStep { id, progress } => {
            let progress = match progress {
                Progress::Active => StepProgress::Active,
                Progress::Habit => StepProgress::Habit,
                Progress::Done => StepProgress::Done,
                Progress::LetGo => StepProgress::LetGo,
            };
            phone.set_step(entry_named(phone, id)?, progress)?;
            show_step(phone, id, json)?;
        }
        Command::Suggestion { id, text, decline } => {
            let all = || Ok(phone.steps()?.suggestions.into_iter().map(|one| one.id).collect());
            let id = named(id, all)?;
            if *decline {
                phone.decline_suggestion(id)?;
                show::done("Let be. Nobody is told.", json!({"declined": id}), json);
            } else {
                let step = phone.accept_suggestion(id, text.as_ref().map(StepForm::text))?;
                show::entry(&phone.show(step)?, json);
            }
        }
        Command::Measure { instrument: None, .. } => show::view(&phone.measures()?, json, |view| {
            let due = view.due.iter().map(|one| format!("{}  {} ({})", one.instrument, one.title, one.said));
            let begun = view.begun.iter().map(|one| format!("{}  {}", one.instrument, one.said));
            let known = view.available.iter().map(|one| format!("{}  {} ({})", one.instrument, one.title, one.count));
            let results = view.results.iter().map(|one| format!("{}  {}  {}", one.date, one.title, one.said));
            due.chain(begun).chain(known).chain(results).collect()
        }),
        Command::Measure { instrument: Some(instrument), answer, question, finish, agree } => {
            measure(phone, instrument, answer.as_deref(), *question, *finish, *agree, json)?;
        }
        Command::KeepPrivate { id } => {
            let id = entry_named(phone, id)?;
            phone.keep_measure_private(id)?;
            show::done(&phone.measure_result(id)?.sharing, json!({"private": id}), json);
        }
        Command::Harm => show::view(&phone.harm()?, json, harm_lines),
        Command::Safety { event, choice, share, with, settle } => {
            let event: RecordId = event.parse().map_err(|_| Error::NoEntry)?;
            if *share {
                phone.share_safety(event, with.as_deref())?;
            }
            if *settle {
                phone.settle_safety(event)?;
            }
            let Some(choice) = choice else {
                show::view(&phone.safety_page(event)?, json, safety_lines);
                return Ok(());
            };
            let choice = match choice {
                Choice::SafeNow => SafetyChoice::SafeNow,
                Choice::ToldSomeone => SafetyChoice::ToldSomeone,
                Choice::HelpNow => SafetyChoice::HelpNow,
                Choice::Unsure => SafetyChoice::Unsure,
            };
            phone.choose_safety(event, choice)?;
            let said = phone.safety_page(event)?.choices.into_iter().find(|one| one.choice == choice);
            show::done(&said.map(|one| one.after).unwrap_or_default(), json!({"event": event}), json);
        }
        Command::Plan(given) => plan(phone, given, json)?,
        Command::HelpNow { region: None } => show::view(&phone.help()?, json, help_lines),
        Command::HelpNow { region: Some(region) } => show::view(&phone.help_in(region)?, json, help_lines),
        Command::Reminders { not_today } => {
            if *not_today {
                phone.not_today()?;
            }
            show::view(&phone.reminders()?, json, |view| {
                let line = |notice: &mobile_core::view::NoticeView| {
                    let why: Vec<&str> = notice.reasons.iter().map(|reason| reason.said.as_str()).collect();
                    format!("{}  “{}”  {}", notice.at, notice.title, why.join(", "))
                };
                [vec![view.next_said.clone(), view.quiet_said.clone()], view.notices.iter().map(line).collect()]
                    .concat()
            });
        }
        Command::Replies => {
            show::view(&phone.therapist()?, json, |view| {
                let replies =
                    view.replies.iter().map(|one| format!("{}  {}: {}", one.when_said, one.therapist, one.text));
                let assigned = view.assigned.iter().map(|one| format!("{} ({})", one.said, one.due_said));
                let meetings = view.appointments.iter().map(|one| one.said.clone());
                let none = view.no_replies.clone().into_iter();
                replies.chain(none).chain(assigned).chain(meetings).collect()
            });
            phone.mark_replies_seen()?;
        }
        Command::Access { share, stop, with } => {
            if *stop {
                phone.stop_sharing_from_now_on(with.as_deref())?;
            } else if !share.is_empty() {
                phone.share_from_now_on(share, with.as_deref())?;
            }
            show::view(&json!({"access": phone.access()?}), json, |_| Vec::new());
            if !json {
                for one in phone.access()? {
                    println!("{}  {}  {} {}", one.care.therapist, one.since_said, one.shared_said, one.rule_said);
                }
            }
        }
        Command::Talk { id, undo } => {
            let id = entry_named(phone, id)?;
            phone.mark_to_talk(id, !undo)?;
            show::entry(&phone.show(id)?, json);
        }
        Command::ShareSeveral { ids, with, preview } => {
            let ids = ids.iter().map(|id| entry_named(phone, id)).collect::<Result<Vec<_>, _>>()?;
            share(phone, &ids, with.as_deref(), *preview, json)?;
        }
        Command::BringAlong { from, with, preview } => {
            share(phone, &phone.shared_with(from)?, Some(with), *preview, json)?;
        }
        Command::History { id, restore } => {
            let id = entry_named(phone, id)?;
            let versions = || -> Result<Vec<String>, Error> {
                Ok(phone.history(id)?.into_iter().filter_map(|version| version.id).collect())
            };
            if let Some(version) = restore {
                phone.restore(id, named(version, versions)?)?;
            }
            show::view(&json!({"versions": phone.history(id)?}), json, |_| Vec::new());
            if !json {
                for version in phone.history(id)? {
                    println!("{}  {}  {}", version.id.unwrap_or_default(), version.when_said, version.text);
                }
            }
        }
        Command::Resolve { id, keep, field } => resolve(phone, id.as_deref(), *keep, field.as_deref(), json)?,
        Command::Consent { purpose, with, withdraw } => {
            match purpose {
                Some(purpose) if *withdraw => phone.withdraw_consent(purpose, with.as_deref())?,
                Some(purpose) => drop(phone.agree(purpose, with.as_deref())?),
                None => {}
            }
            show::view(&json!({"consents": phone.consents()?}), json, |_| Vec::new());
            if !json {
                for one in phone.consents()? {
                    println!("{}  {}\n{}", one.wording.title, one.said, one.wording.text);
                }
            }
        }
        Command::LookBack { days } => show::view(&phone.look_back(*days)?, json, |view| {
            let trends = view.trends.iter().map(|trend| format!("{} ({})", trend.caption, trend.said));
            let themes = view.themes.iter().chain(&view.words).map(|one| format!("  {}: {}", one.label, one.said));
            let memories = view.on_this_day.iter().map(|one| format!("{}: {}", one.said, one.text));
            trends.chain(themes).chain(memories).chain(view.nothing.clone()).collect()
        }),
        Command::Settings(given) => settings(phone, given, json)?,
        Command::Journey { limit, before, theme } => {
            let filter = JourneyFilter { theme: theme.clone(), ..JourneyFilter::default() };
            let before = before.as_deref().map(|id| entry_named(phone, id)).transpose()?;
            show::view(&phone.journey(&filter, before, *limit)?, json, |page| {
                let line = |row: &JourneyRow| match row {
                    JourneyRow::Session { title, date, .. } => format!("── {title} · {date}"),
                    JourneyRow::Entry { entry, place } => {
                        format!("{}  {}  {}  {}", entry.id, entry.when_said, place.said, entry.line)
                    }
                };
                page.rows.iter().map(line).collect()
            });
        }
        _ => return Err(Error::Fault),
    }
    Ok(())
}

fn today(phone: &Phone, json: bool) -> Result<(), Error> {
    show::view(&phone.today()?, json, |view| {
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

/// What answers a very low rating.
pub fn low_mood(phone: &Phone, mood: Option<u8>, json: bool) {
    if let Some(line) = phone.low_mood_line(mood).filter(|_| !json) {
        println!("{line}");
    }
}

/// Shares several entries, or shows what that would be.
fn share(phone: &Phone, ids: &[RecordId], with: Option<&str>, preview: bool, json: bool) -> Result<(), Error> {
    if !preview {
        phone.share_several(ids, with)?;
    }
    show::view(&phone.share_view(ids, with)?, json, |view| {
        let lines = view.previews.iter().map(|one| format!("  {}  {}", one.entry.date, one.entry.line));
        [vec![view.title.clone()], lines.collect(), vec![view.later_changes.clone()]].concat()
    });
    Ok(())
}

fn check_in(phone: &Phone, taps: &Taps, json: bool) -> Result<(), Error> {
    let view = phone.check_in_view()?;
    let form = CheckInForm {
        mood: taps.mood,
        energy: taps.energy,
        sleep: taps.sleep,
        sensitivity: taps.sensitivity,
        clarity: taps.clarity,
        needs_space: taps.space,
        states: taps.states.clone(),
        signs: taps.signs.clone(),
        text: taps.text.clone().unwrap_or_default(),
        ..CheckInForm::default()
    };
    if form == CheckInForm::default() {
        show::view(&view, json, |view| {
            let scales = view.scales.iter().map(|one| format!("  {}: {} … {}", one.label, one.low, one.high));
            let head = [view.title.clone(), view.question.clone(), view.hint.clone()];
            let head = head.into_iter().chain(view.aftercare.clone());
            let asked = view.signs_question.iter().cloned();
            let signs = view.signs.iter().map(|one| format!("  {}: {}", one.value, one.label));
            let all = head.chain(view.intention.clone()).chain(scales).chain(asked).chain(signs);
            all.chain([view.not_watched.clone()]).collect()
        });
        return Ok(());
    }
    let form = CheckInForm { slot: view.slot, session: view.session, ..form };
    let (mood, tapped) = (form.mood, form.signs.clone());
    show::entry(&phone.show(phone.check_in(form)?)?, json);
    low_mood(phone, mood, json);
    let mut said: Vec<&str> = Vec::new();
    for sign in view.signs.iter().filter(|one| tapped.contains(&one.value)) {
        if !said.contains(&sign.answer.as_str()) {
            said.push(&sign.answer);
        }
    }
    if !json {
        said.iter().for_each(|line| println!("{line}"));
    }
    Ok(())
}

fn session(phone: &Phone, given: &SessionArgs, json: bool) -> Result<(), Error> {
    let page = phone.session_page(given.number)?;
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
        Some(id) => phone.edit_form(id, &form)?,
        None if given.at.is_some() || given.dose.is_some() || given.first_words.is_some() => {
            phone.write_form(&form)?;
        }
        None => {}
    }
    if given.home_now {
        phone.end_session(given.number)?;
    }
    show::view(&phone.session_page(given.number)?, json, |page| {
        let hopes = page.intentions.iter().map(|hope| format!("  “{}” {}", hope.text, hope.answer));
        let head = [format!("{} · {}", page.title, page.when), page.dose.clone().unwrap_or_default()];
        head.into_iter().chain([page.form.first_words.clone()]).chain(hopes).chain(page.care.clone()).collect()
    });
    Ok(())
}

fn series(phone: &Phone, planned: Option<u32>, new: bool, json: bool) -> Result<(), Error> {
    let known = phone.series()?.into_iter().next();
    match (known, planned) {
        (Some(one), Some(_)) if !new => {
            let id = one.id.parse().map_err(|_| Error::NoEntry)?;
            phone.edit_form(id, &Form::Series { series: SeriesForm { planned, ..one.form } })?;
        }
        (None, None) if !new => {}
        (Some(_), None) if !new => {}
        _ => {
            let series = SeriesForm { title: String::new(), planned, status: SeriesProgress::Active };
            phone.write_form(&Form::Series { series })?;
        }
    }
    let series = phone.series()?;
    show::view(&json!({"series": series}), json, |_| series.iter().map(|one| one.said.clone()).collect());
    Ok(())
}

fn written(phone: &Phone, form: Form, json: bool) -> Result<(), Error> {
    show::entry(&phone.show(phone.write_form(&form)?)?, json);
    Ok(())
}

fn cadence(every: &str) -> Result<CadenceForm, Error> {
    let form = |every, times, weekdays: &[&str]| CadenceForm {
        every,
        times,
        weekdays: weekdays.iter().map(|day| (*day).to_owned()).collect(),
    };
    Ok(match every {
        "once" => form(Every::Once, None, &[]),
        "daily" => form(Every::Day, None, &[]),
        "weekdays" => form(Every::Weekdays, None, &["mon", "tue", "wed", "thu", "fri"]),
        times => form(Every::Week, Some(times.parse().map_err(|_| Error::Invalid)?), &[]),
    })
}

fn step_line(step: &StepView) -> String {
    let week: String = step.week.iter().map(|done| if *done { '●' } else { '○' }).collect();
    format!("{}  {week}  {}  {} ({})", step.id, step.text, step.said, step.cadence_said)
}

fn show_step(phone: &Phone, id: &str, json: bool) -> Result<(), Error> {
    let id = entry_named(phone, id)?.to_string();
    let steps = phone.steps()?;
    let all = steps.active.into_iter().chain(steps.habits).chain(steps.ended);
    let step = all.into_iter().find(|step| step.id == id).ok_or(Error::NoEntry)?;
    show::view(&step, json, |step| vec![step_line(step)]);
    Ok(())
}
