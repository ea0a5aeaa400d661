//! Steps: how often, how far, and a therapist's suggestions.

use mobile_core::entries::{CadenceForm, Every, StepForm, StepProgress};
use mobile_core::view::StepView;
use mobile_core::{Error, Phone};
use serde_json::json;

use crate::given::Progress;
use crate::input::{entry_named, named};
use crate::show;

pub fn suggestion(phone: &Phone, id: &str, text: Option<&str>, decline: bool, json: bool) -> Result<(), Error> {
    let all = || Ok(phone.sessions().steps()?.suggestions.into_iter().map(|one| one.id).collect());
    let id = named(id, all)?;
    if decline {
        phone.sessions().decline_suggestion(id)?;
        show::done("Declined. The therapist is not notified.", json!({"declined": id}), json);
    } else {
        let step = phone.sessions().accept_suggestion(id, text.map(StepForm::text))?;
        show::entry(&phone.pages().show(step)?, json);
    }
    Ok(())
}

pub fn set(phone: &Phone, id: &str, progress: Progress, json: bool) -> Result<(), Error> {
    let progress = match progress {
        Progress::Active => StepProgress::Active,
        Progress::Habit => StepProgress::Habit,
        Progress::Done => StepProgress::Done,
        Progress::LetGo => StepProgress::LetGo,
    };
    phone.sessions().set_step(entry_named(phone, id)?, progress)?;
    show_one(phone, id, json)
}

pub fn cadence(every: &str) -> Result<CadenceForm, Error> {
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

pub fn line(step: &StepView) -> String {
    let week: String = step.week.iter().map(|done| if *done { '●' } else { '○' }).collect();
    format!("{}  {week}  {}  {} ({})", step.id, step.text, step.said, step.cadence_text)
}

pub fn show_one(phone: &Phone, id: &str, json: bool) -> Result<(), Error> {
    let id = entry_named(phone, id)?.to_string();
    let steps = phone.sessions().steps()?;
    let all = steps.active.into_iter().chain(steps.habits).chain(steps.ended);
    let step = all.into_iter().find(|step| step.id == id).ok_or(Error::NoEntry)?;
    show::view(&step, json, |step| vec![line(step)]);
    Ok(())
}
