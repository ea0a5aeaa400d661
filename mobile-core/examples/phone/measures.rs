//! Measures, one question per page, and the help that comes before any score.

use clap::Subcommand;
use journal::measures;
use mobile_core::entries::{ContactForm, PlanForm, SafetyChoice};
use mobile_core::view::{HarmView, HelpView, LineView, MeasureNext, MeasurePage, MeasureResultView, SafetyView};
use mobile_core::{Error, Phone};
use protocol::RecordId;
use serde_json::json;

use crate::given::{Choice, PlanArgs};
use crate::input::entry_named;
use crate::show;

/// Commands about measures, safety and help.
#[derive(Subcommand)]
pub enum Command {
    /// Answer a measure, one question at a time; without an instrument, list all.
    Measure {
        /// phq-9, gad-7, …
        instrument: Option<String>,
        /// The answer to the question that was shown last; `skip` leaves it out.
        #[arg(long, allow_hyphen_values = true)]
        answer: Option<String>,
        /// Go to this question, from 1.
        #[arg(long)]
        question: Option<u32>,
        /// Finish the measure, complete or not.
        #[arg(long)]
        finish: bool,
        /// For an assigned measure: share the answers when it is finished.
        #[arg(long)]
        agree: bool,
    },
    /// Show the safety page of an event, or record a choice: safe-now, told-someone, help-now, unsure.
    Safety {
        /// The event's id.
        event: String,
        /// The choice.
        choice: Option<Choice>,
        /// Share this answer with your therapist.
        #[arg(long)]
        share: bool,
        /// The care relationship, if there are several.
        #[arg(long)]
        with: Option<String>,
        /// Dismiss the card on Today.
        #[arg(long)]
        settle: bool,
    },
    /// Keep the answers to an assigned measure private.
    KeepPrivate {
        /// The entry.
        id: String,
    },
    /// Show help after harm by a practitioner. Opening it is not recorded.
    Harm,
    /// Show the crisis plan, or add to it.
    Plan(PlanArgs),
    /// Show the crisis plan and numbers to call. Works while the journal is locked.
    HelpNow {
        /// The country: `AT`.
        #[arg(long)]
        region: Option<String>,
    },
    /// Score answers to a measure, without saving.
    Score {
        /// The instrument's id: phq-9, gad-7, pcl-5, integration-pulse, …
        #[arg(long)]
        instrument: String,
        /// In the order of the items; `null` for one that was left out.
        #[arg(long, value_delimiter = ',', allow_hyphen_values = true)]
        answers: Vec<String>,
        /// Another cut-off that the instrument allows.
        #[arg(long)]
        cut: Option<f64>,
    },
    /// Test whether two totals of a measure differ reliably.
    Change {
        /// The instrument's id.
        #[arg(long)]
        instrument: String,
        /// The earlier total.
        #[arg(long, allow_hyphen_values = true)]
        baseline: f64,
        /// The later total.
        #[arg(long, allow_hyphen_values = true)]
        current: f64,
    },
}

pub fn run(phone: &Phone, command: &Command, json: bool) -> Result<(), Error> {
    match command {
        Command::Score { instrument, answers, cut } => {
            let answers = answers.iter().map(|answer| answer_read(answer)).collect::<Result<Vec<_>, _>>()?;
            show::score(&measures::score(&measures::built_in(instrument)?, &answers, *cut)?, json);
        }
        Command::Change { instrument, baseline, current } => {
            show::change(&measures::change(&measures::built_in(instrument)?, *baseline, *current)?, json);
        }
        Command::Measure { instrument: None, .. } => show::view(&phone.measures().list()?, json, |view| {
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
            phone.measures().keep_measure_private(id)?;
            show::done(&phone.measures().measure_result(id)?.sharing, json!({"private": id}), json);
        }
        Command::Harm => show::view(&phone.safety().harm()?, json, harm_lines),
        Command::Safety { event, choice, share, with, settle } => {
            let event: RecordId = event.parse().map_err(|_| Error::NoEntry)?;
            if *share {
                phone.safety().share_safety(event, with.as_deref())?;
            }
            if *settle {
                phone.safety().settle_safety(event)?;
            }
            let Some(choice) = choice else {
                show::view(&phone.safety().safety_page(event)?, json, safety_lines);
                return Ok(());
            };
            let choice = match choice {
                Choice::SafeNow => SafetyChoice::SafeNow,
                Choice::ToldSomeone => SafetyChoice::ToldSomeone,
                Choice::HelpNow => SafetyChoice::HelpNow,
                Choice::Unsure => SafetyChoice::Unsure,
            };
            phone.safety().choose_safety(event, choice)?;
            let said = phone.safety().safety_page(event)?.choices.into_iter().find(|one| one.choice == choice);
            show::done(&said.map(|one| one.after).unwrap_or_default(), json!({"event": event}), json);
        }
        Command::Plan(given) => plan(phone, given, json)?,
        Command::HelpNow { region: None } => show::view(&phone.safety().help()?, json, help_lines),
        Command::HelpNow { region: Some(region) } => show::view(&phone.safety().help_in(region)?, json, help_lines),
    }
    Ok(())
}

/// Parses an answer, or `null`. Anything that is not a number is rejected.
fn answer_read(answer: &str) -> Result<Option<f64>, Error> {
    match answer.trim() {
        "null" | "" => Ok(None),
        number => number.parse().map(Some).map_err(|_| measures::Error::AnswerOutOfRange.into()),
    }
}

/// One question at a time: each call shows one page, and `--answer` answers the page that the last call showed. After
/// all were shown, an answer needs the number of its question.
fn measure(
    phone: &Phone,
    instrument: &str,
    answer: Option<&str>,
    question: Option<u32>,
    finish: bool,
    agree: bool,
    json: bool,
) -> Result<(), Error> {
    // As in the apps: a due assignment of a therapist is answered as such.
    let due = phone.measures().list()?.due.into_iter().find(|one| one.instrument == instrument);
    let assignment = due.and_then(|one| one.assignment).and_then(|id| id.parse().ok());
    let mut page = phone.measures().open_measure(instrument, assignment)?;
    let draft: RecordId = page.draft.parse().map_err(|_| Error::NoEntry)?;
    if agree {
        phone.measures().agree_measure(draft, true)?;
        page = MeasurePage { safety: page.safety, ..phone.measures().measure_page(draft, page.item)? };
    }
    if let Some(safety) = page.safety.as_ref().filter(|_| answer.is_none() && !json) {
        println!("{}", safety_lines(safety).join("\n"));
    }
    if let Some(number) = question {
        page = phone.measures().measure_page(draft, number.saturating_sub(1))?;
        phone.measures().turn_to_question(draft, page.item)?;
    } else if answer.is_some() && phone.measures().measure_was_shown(draft)? {
        return Err(measures::Error::WrongItemCount.into());
    }
    let next = match answer {
        Some(answer) => {
            let answer = match answer {
                "skip" => None,
                number => Some(number.parse().map_err(|_| measures::Error::AnswerOutOfRange)?),
            };
            Some(phone.measures().answer_page(draft, page.item, answer)?)
        }
        None => None,
    };
    if let Some(MeasureNext::Safety { safety, .. }) = &next
        && !json
    {
        println!("{}", safety_lines(safety).join("\n"));
    }
    if finish {
        let result = phone.measures().measure_result(phone.measures().finish_measure(draft)?)?;
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
    // An answer to a safety item comes before any number.
    let head = if one.safety { [&one.change, &one.said] } else { [&one.said, &one.change] };
    let profile = one.profile.iter().map(|line| format!("  {}: {}", line.question, line.answer));
    let event = one.event.iter().map(|event| format!("safety {event}"));
    let rest = [one.note.clone(), one.afterwards.clone(), one.sharing.clone()];
    let lines = head.into_iter().cloned().chain(profile).chain(rest).chain(event);
    lines.filter(|line| !line.is_empty()).collect()
}

fn harm_lines(harm: &HarmView) -> Vec<String> {
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

fn safety_lines(safety: &SafetyView) -> Vec<String> {
    let choices = safety.choices.iter().map(|choice| format!("  ({})", choice.label));
    let head = [safety.title.clone(), safety.text.clone(), safety.urgent.clone()];
    let id = format!("safety {}", safety.event);
    let share = safety.share.iter().map(|one| if one.shared { one.seen.clone() } else { one.label.clone() });
    let end = [safety.honesty.clone(), id];
    head.into_iter().chain(help_lines(&safety.help)).chain(choices).chain(share).chain(end).collect()
}

fn help_lines(help: &HelpView) -> Vec<String> {
    let plan = help.plan.iter().flat_map(|part| {
        std::iter::once(part.heading.clone()).chain(part.lines.iter().map(|line| format!("  {line}")))
    });
    let lines =
        std::iter::once(&help.emergency).chain(&help.people).chain(&help.practice).chain(&help.lines).map(reach);
    let head = [help.title.clone()].into_iter().chain(lines).chain(help.practice_words.clone());
    let end = [help.region_text.clone(), help.as_of.clone()].into_iter().chain(help.stale.clone());
    head.chain(plan).chain(help.no_plan.clone()).chain(end).chain([help.harm.clone()]).collect()
}

fn reach(line: &LineView) -> String {
    let note = Some(line.note.clone()).filter(|note| !note.is_empty());
    let how = [line.call_label.clone(), line.text_label.clone(), line.word.clone(), line.web.clone(), note];
    let how = how.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if how.is_empty() { line.name.clone() } else { format!("{}: {how}", line.name) }
}

fn plan(phone: &Phone, given: &PlanArgs, json: bool) -> Result<(), Error> {
    let mut plan = phone.safety().crisis_plan()?.unwrap_or_default();
    let before = plan.clone();
    let lists = [
        (&mut plan.signs, &given.sign),
        (&mut plan.coping, &given.coping),
        (&mut plan.places, &given.place),
        (&mut plan.reasons, &given.reason),
    ];
    for (list, given) in lists {
        list.extend(given.iter().cloned());
    }
    plan.people.extend(given.person.iter().map(|person| {
        let (name, number) = person.rsplit_once(',').unwrap_or((person, ""));
        ContactForm { name: name.trim().into(), phone: number.trim().into(), relation: String::new() }
    }));
    if plan != before {
        phone.safety().save_crisis_plan(plan)?;
    }
    show::view(&phone.safety().crisis_plan()?.unwrap_or_default(), json, |plan: &PlanForm| {
        let people = plan.people.iter().map(|one| format!("{} {}", one.name, one.phone));
        let lists = [&plan.signs, &plan.coping, &plan.places, &plan.reasons];
        lists.into_iter().flatten().cloned().chain(people).collect()
    });
    Ok(())
}
