//! Measures in the terminal, one question a page, and the help that comes before any score.

use mobile_core::view::{HarmView, HelpView, LineView, MeasureNext, MeasurePage, MeasureResultView, SafetyView};
use mobile_core::{Error, Phone};
use protocol::RecordId;

use crate::show;

/// One question at a time: each call shows one page, and `--answer` answers the page that the last call showed. When all
/// were shown, an answer needs the number of its question.
pub fn measure(
    phone: &Phone,
    instrument: &str,
    answer: Option<&str>,
    question: Option<u32>,
    finish: bool,
    agree: bool,
    json: bool,
) -> Result<(), Error> {
    // As in the apps: what a therapist asked for is answered as theirs.
    let due = phone.measures()?.due.into_iter().find(|one| one.instrument == instrument);
    let assignment = due.and_then(|one| one.assignment).and_then(|id| id.parse().ok());
    let mut page = phone.open_measure(instrument, assignment)?;
    let draft: RecordId = page.draft.parse().map_err(|_| Error::NoEntry)?;
    if agree {
        phone.agree_measure(draft, true)?;
        page = MeasurePage { safety: page.safety, ..phone.measure_page(draft, page.item)? };
    }
    if let Some(safety) = page.safety.as_ref().filter(|_| answer.is_none() && !json) {
        println!("{}", safety_lines(safety).join("\n"));
    }
    if let Some(number) = question {
        page = phone.measure_page(draft, number.saturating_sub(1))?;
        phone.turn_to_question(draft, page.item)?;
    } else if answer.is_some() && phone.measure_was_shown(draft)? {
        return Err(journal::measures::Error::WrongItemCount.into());
    }
    let next = match answer {
        Some(answer) => {
            let answer = match answer {
                "skip" => None,
                number => Some(number.parse().map_err(|_| journal::measures::Error::AnswerOutOfRange)?),
            };
            Some(phone.answer_page(draft, page.item, answer)?)
        }
        None => None,
    };
    if let Some(MeasureNext::Safety { safety, .. }) = &next
        && !json
    {
        println!("{}", safety_lines(safety).join("\n"));
    }
    if finish {
        let result = phone.measure_result(phone.finish_measure(draft)?)?;
        show::view(&result, json, result_lines);
        return Ok(());
    }
    match next {
        None => show::view(&MeasureNext::Question { page }, json, next_lines),
        Some(next) => show::view(&next, json, next_lines),
    }
    Ok(())
}

fn result_lines(one: &MeasureResultView) -> Vec<String> {
    // What was answered to a safety item comes before any number.
    let head = if one.safety { [&one.change, &one.said] } else { [&one.said, &one.change] };
    let profile = one.profile.iter().map(|line| format!("  {}: {}", line.question, line.answer));
    let event = one.event.iter().map(|event| format!("safety {event}"));
    let rest = [one.note.clone(), one.afterwards.clone(), one.sharing.clone()];
    let lines = head.into_iter().cloned().chain(profile).chain(rest).chain(event);
    lines.filter(|line| !line.is_empty()).collect()
}

pub fn harm_lines(harm: &HarmView) -> Vec<String> {
    let ways = [&harm.end_access, &harm.write_down, &harm.talk].map(|way| format!("  {way}"));
    let head = [harm.title.clone(), harm.text.clone()].into_iter().chain(ways);
    head.chain(harm.lines.iter().map(reach)).chain([harm.as_of.clone()]).collect()
}

fn next_lines(next: &MeasureNext) -> Vec<String> {
    match next {
        MeasureNext::Question { page } | MeasureNext::Safety { then: Some(page), .. } => page_lines(page),
        MeasureNext::Safety { then: None, .. } | MeasureNext::End { .. } => vec!["--finish".into()],
    }
}

fn page_lines(page: &MeasurePage) -> Vec<String> {
    let options = page.options.iter().map(|option| format!("  {}  {}", option.value, option.label));
    let slider = page.slider.iter().map(|slider| format!("  {} … {}", slider.low, slider.high));
    let agreement =
        page.agreement.as_ref().map(|one| format!("[{}] {}", if one.agreed { "x" } else { " " }, one.label));
    let head = [
        page.before.clone(),
        agreement.unwrap_or_default(),
        format!("{} · {}", page.title, page.progress),
        page.instruction.clone(),
        page.recall.clone(),
        page.text.clone(),
    ];
    head.into_iter()
        .filter(|line| !line.is_empty())
        .chain(options)
        .chain(slider)
        .chain(page.language_note.clone())
        .collect()
}

pub fn safety_lines(safety: &SafetyView) -> Vec<String> {
    let choices = safety.choices.iter().map(|choice| format!("  ({})", choice.label));
    let head = [safety.title.clone(), safety.text.clone(), safety.urgent.clone()];
    let id = format!("safety {}", safety.event);
    let share = safety.share.iter().map(|one| if one.shared { one.seen.clone() } else { one.label.clone() });
    let end = [safety.honesty.clone(), id];
    head.into_iter().chain(help_lines(&safety.help)).chain(choices).chain(share).chain(end).collect()
}

pub fn help_lines(help: &HelpView) -> Vec<String> {
    let plan = help.plan.iter().flat_map(|part| {
        std::iter::once(part.heading.clone()).chain(part.lines.iter().map(|line| format!("  {line}")))
    });
    let lines =
        std::iter::once(&help.emergency).chain(&help.people).chain(&help.practice).chain(&help.lines).map(reach);
    let head = [help.title.clone()].into_iter().chain(lines).chain(help.practice_words.clone());
    let end = [help.region_said.clone(), help.as_of.clone()].into_iter().chain(help.stale.clone());
    head.chain(plan).chain(help.no_plan.clone()).chain(end).chain([help.harm.clone()]).collect()
}

fn reach(line: &LineView) -> String {
    let note = Some(line.note.clone()).filter(|note| !note.is_empty());
    let how = [line.call_said.clone(), line.text_said.clone(), line.word.clone(), line.web.clone(), note];
    let how = how.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if how.is_empty() { line.name.clone() } else { format!("{}: {how}", line.name) }
}
