//! Measures in the terminal, one question a page, and the help that comes before any score.

use mobile_core::view::{HelpView, LineView, MeasureNext, MeasurePage, SafetyView};
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
    json: bool,
) -> Result<(), Error> {
    let mut page = phone.open_measure(instrument, None)?;
    let draft: RecordId = page.draft.parse().map_err(|_| Error::NoEntry)?;
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
        show::view(&result, json, |one| vec![one.said.clone(), one.change.clone(), one.note.clone()]);
        return Ok(());
    }
    match next {
        None => show::view(&MeasureNext::Question { page }, json, next_lines),
        Some(next) => show::view(&next, json, next_lines),
    }
    Ok(())
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
    let head =
        [page.before.clone(), format!("{} · {}", page.title, page.progress), page.recall.clone(), page.text.clone()];
    head.into_iter().chain(options).chain(slider).chain(page.language_note.clone()).collect()
}

fn safety_lines(safety: &SafetyView) -> Vec<String> {
    let choices = safety.choices.iter().map(|choice| format!("  ({})", choice.label));
    let head = [safety.title.clone(), safety.text.clone()];
    let id = format!("safety {}", safety.event);
    head.into_iter().chain(help_lines(&safety.help)).chain(choices).chain([safety.honesty.clone(), id]).collect()
}

pub fn help_lines(help: &HelpView) -> Vec<String> {
    let line = |line: &LineView| {
        let how = [line.call_said.clone(), line.text_said.clone(), line.word.clone(), line.web.clone()];
        format!("{}: {}", line.name, how.into_iter().flatten().collect::<Vec<_>>().join(", "))
    };
    let plan = help.plan.iter().flat_map(|part| {
        std::iter::once(part.heading.clone()).chain(part.lines.iter().map(|line| format!("  {line}")))
    });
    let lines = std::iter::once(&help.emergency).chain(&help.people).chain(&help.practice).chain(&help.lines).map(line);
    let head = [help.title.clone()];
    head.into_iter().chain(lines).chain(plan).chain(help.no_plan.clone()).chain([help.as_of.clone()]).collect()
}
