//! The side-effect check, and the page in response to it.

use mobile_core::entries::{EffectForm, EffectsForm, Suicidal};
use mobile_core::view::{EffectLevel, EffectsAnswer, LineView};
use mobile_core::{Error, Phone};

use crate::given::EffectArgs;
use crate::input::entry_named;
use crate::show;

pub fn run(phone: &Phone, given: &EffectArgs, json: bool) -> Result<(), Error> {
    if let Some(id) = &given.answer {
        show::view(&phone.side_effects().effects_answer(entry_named(phone, id)?)?, json, answer);
        return Ok(());
    }
    let view = phone.side_effects().effects_view()?;
    let form = EffectsForm {
        any: given.no.then_some(false),
        items: given.mark.iter().map(|text| mark(text)).collect::<Result<_, _>>()?,
        other: given.other.clone().unwrap_or_default(),
        drove: given.drove.as_deref().map(yes_or_no).transpose()?,
        suicidal: given.suicidal.as_deref().map(suicidal).transpose()?,
        ..EffectsForm::default()
    };
    if form == EffectsForm::default() {
        show::view(&view, json, |view| {
            let effects = view.effects.iter().map(|one| format!("  {}: {}", one.value, one.label));
            let severities = view.severities.iter().map(|one| format!("  {}: {}. {}", one.value, one.label, one.means));
            let head = [view.title.clone(), view.lead.clone(), view.question.clone()];
            let last = view.suicidal.iter().map(|asked| asked.question.clone());
            let asked =
                [view.how.clone()].into_iter().chain(severities).chain([view.still.clone(), view.before.clone()]);
            let all = head.into_iter().chain(effects).chain(asked).chain(view.drove.clone()).chain(last);
            all.chain([view.not_watched.clone()]).collect()
        });
        return Ok(());
    }
    let form = EffectsForm { session: view.session, slot: view.slot, again: view.again, ..form };
    let id = phone.side_effects().check_effects(form)?;
    show::view(&phone.side_effects().effects_answer(id)?, json, answer);
    Ok(())
}

fn answer(page: &EffectsAnswer) -> Vec<String> {
    let call = |line: &LineView| match &line.call {
        Some(number) => format!("  {}: {number}", line.name),
        None => format!("  {} {}", line.name, line.note),
    };
    let calls = page.emergency.iter().chain(&page.practice).map(call);
    let share = page.share.iter().filter(|one| !one.shared).map(|one| one.label.clone());
    let event = page.event.iter().map(|event| format!("safety {event}"));
    let title = match page.said.level {
        EffectLevel::Red => page.said.title.to_uppercase(),
        _ => page.said.title.clone(),
    };
    let said = event.chain([title, page.said.text.clone()]).chain(calls).chain(page.practice_words.clone());
    let marked = page.marked.iter().map(|line| format!("  {line}"));
    said.chain(marked)
        .chain(page.offer.clone())
        .chain([page.sharing.clone()])
        .chain(share)
        .chain([page.id.clone()])
        .collect()
}

/// `headache:2:still:before`.
fn mark(text: &str) -> Result<EffectForm, Error> {
    let mut parts = text.split(':');
    let mut form = EffectForm { effect: parts.next().unwrap_or_default().into(), ..EffectForm::default() };
    for part in parts {
        match part {
            "still" => form.still = Some(true),
            "over" => form.still = Some(false),
            "before" => form.before = Some(true),
            "new" => form.before = Some(false),
            severity => form.severity = Some(severity.parse().map_err(|_| Error::Invalid)?),
        }
    }
    Ok(form)
}

fn yes_or_no(word: &str) -> Result<bool, Error> {
    match word {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Error::Invalid),
    }
}

fn suicidal(word: &str) -> Result<Suicidal, Error> {
    match word {
        "no" => Ok(Suicidal::No),
        "yes" => Ok(Suicidal::Yes),
        "unsaid" => Ok(Suicidal::Unsaid),
        _ => Err(Error::Invalid),
    }
}
