//! Safety alerts: what is shown immediately, what the client chooses, and how the event is closed.
//!
//! All of this runs on the phone, with or without a network, whether or not the form is completed or sent. Nothing
//! suggests that a person is watching. Free text is never searched for keywords, because that would give false alarms
//! and false reassurance.

use protocol::RecordId;
use serde::Serialize;

use super::BUILT_IN_IDS;
use super::condition::Condition;
use super::definition::{Definition, FlagLevel};
use crate::arc::Item;
use crate::effects;
use crate::record::{Body, Chosen, CrisisPlan, Moment, PracticeCard, SafetyChoice, SafetyEvent};

/// A safety flag that an answer has raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// The instrument's id, such as `phq-9`.
    pub instrument: String,
    /// The flag's id: `self_harm_item`.
    pub flag: String,
    /// The id of the answered item.
    pub item: String,
    /// The answer in thousandths, so that alerts implement `Eq`.
    answered: i64,
}

impl Alert {
    /// An alert that was raised outside of an instrument.
    pub fn new(instrument: &str, flag: &str, item: &str, answer: f64) -> Self {
        let answered = (answer * 1_000.0).round() as i64;
        Self { instrument: instrument.into(), flag: flag.into(), item: item.into(), answered }
    }

    /// The answer to the item.
    pub fn answer(&self) -> f64 {
        self.answered as f64 / 1_000.0
    }
}

/// The parts of the safety page, in display order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Emergency and crisis numbers of the region.
    Resources,
    /// The practice's numbers, in and outside of its hours.
    Practice,
    /// The client's crisis plan, with their own people.
    CrisisPlan,
}

impl Shown {
    /// The string that records contain.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CrisisPlan => "crisis_plan",
            Self::Resources => "resources",
            Self::Practice => "practice",
        }
    }
}

/// The alerts raised by the answer to item `at`: for flags that were not raised before, and for those that this answer
/// raises more than before. Those that name the item come first. An answer that has nothing to do with a flag raises
/// none, also while the flag is raised.
pub fn alerts(definition: &Definition, before: &[Option<f64>], after: &[Option<f64>], at: usize) -> Vec<Alert> {
    let Some(item) = definition.items.get(at) else { return Vec::new() };
    let answer = |answers: &[Option<f64>]| answers.get(at).copied().flatten();
    let rose = answer(after) > answer(before);
    let safety = definition.flags.iter().filter(|flag| flag.level == FlagLevel::Safety);
    let mut raised: Vec<_> = safety
        .filter(|flag| {
            let again = || rose && flag.when.counts(definition, after, at);
            flag.when.is_met(definition, after) && (!flag.when.is_met(definition, before) || again())
        })
        .collect();
    raised.sort_by_key(|flag| !matches!(flag.when, Condition::ItemAtLeast(..)));
    raised.into_iter().map(|flag| alert_of(definition, &flag.id, &item.id, answer(after))).collect()
}

/// The first of the [`alerts`] raised by the answer to item `at`.
pub fn alert(definition: &Definition, before: &[Option<f64>], after: &[Option<f64>], at: usize) -> Option<Alert> {
    alerts(definition, before, after, at).into_iter().next()
}

/// Whether the answer to item `at` is one of those that raise a safety flag now, no matter since when.
pub fn is_asking(definition: &Definition, answers: &[Option<f64>], at: usize) -> bool {
    let mut safety = definition.flags.iter().filter(|flag| flag.level == FlagLevel::Safety);
    safety.any(|flag| flag.when.is_met(definition, answers) && flag.when.counts(definition, answers, at))
}

fn alert_of(definition: &Definition, flag: &str, item: &str, answer: Option<f64>) -> Alert {
    Alert::new(&definition.id, flag, item, answer.unwrap_or_default())
}

/// The first safety flag raised by these answers, no matter when. A resumed form shows help again.
pub fn raised_alert(definition: &Definition, answers: &[Option<f64>]) -> Option<Alert> {
    raised_alerts(definition, answers).into_iter().next()
}

/// All safety flags raised by these answers, no matter when. A flag over several items names none of them.
pub fn raised_alerts(definition: &Definition, answers: &[Option<f64>]) -> Vec<Alert> {
    let flags = definition.flags.iter().filter(|flag| flag.level == FlagLevel::Safety);
    let raised = flags.filter(|flag| flag.when.is_met(definition, answers)).map(|flag| {
        let item = definition.items.iter().zip(answers).find(|(item, _)| match &flag.when {
            Condition::ItemAtLeast(id, _) => *id == item.id,
            _ => false,
        });
        let (item, answer) = item.map_or(("", None), |(item, answer)| (item.id.as_str(), *answer));
        alert_of(definition, &flag.id, item, answer)
    });
    raised.collect()
}

/// Whether an instrument's safety items ask about thoughts of death or of self-harm, as the built-in ones do. Those of a
/// practice's own instrument may ask about anything, and no text may name what was not asked.
pub fn is_about_self_harm(instrument: &str) -> bool {
    BUILT_IN_IDS.contains(&instrument) || instrument == effects::INSTRUMENT
}

/// The available parts of the safety page. Numbers are always available, because every region has a fallback. The
/// numbers of a practice are shown if one of several has any.
pub fn shown(plan: Option<&CrisisPlan>, practices: &[&PracticeCard]) -> Vec<Shown> {
    let has_plan = plan.is_some_and(|plan| !is_empty(plan));
    let numbers = |card: &PracticeCard| [&card.phone, &card.urgent, &card.urgent_number].map(|one| !one.is_empty());
    let has_practice = practices.iter().any(|card| numbers(card).contains(&true));
    let all = [(true, Shown::Resources), (has_practice, Shown::Practice), (has_plan, Shown::CrisisPlan)];
    all.into_iter().filter_map(|(there, shown)| there.then_some(shown)).collect()
}

/// Whether a crisis plan has no content yet.
pub fn is_empty(plan: &CrisisPlan) -> bool {
    let words = [&plan.signs, &plan.coping, &plan.places, &plan.safer, &plan.reasons];
    words.iter().all(|list| list.iter().all(|line| line.trim().is_empty()))
        && plan.people.is_empty()
        && plan.professionals.is_empty()
}

/// The record of a safety event. It is stored when the page is shown, even if the client leaves it without a choice. It
/// is private until the client shares it. `region` is the country whose numbers were shown.
pub fn event(alert: &Alert, shown: &[Shown], region: &str, response: Option<RecordId>) -> SafetyEvent {
    SafetyEvent {
        instrument: alert.instrument.clone(),
        flag: alert.flag.clone(),
        item: alert.item.clone(),
        answer: Some(alert.answer()),
        response,
        shown: shown.iter().map(|shown| shown.as_str().to_owned()).collect(),
        region: region.to_owned(),
        ..Default::default()
    }
}

/// How long Today shows a card for an event that the client has not dismissed: three days.
pub const CARD_MS: i64 = 72 * 3_600_000;

/// Stores the client's choice with its time. Earlier choices are kept.
pub fn choose(event: &mut SafetyEvent, choice: SafetyChoice, at: &Moment) {
    // Events of an earlier version have a single choice, without its time.
    event.choice = Some(choice);
    event.choices.push(Chosen { choice, at: at.clone(), extra: Default::default() });
}

/// Dismisses the card on Today ("I am all right for now"). The first time is kept.
pub fn settle(event: &mut SafetyEvent, when: &Moment) {
    event.settled.get_or_insert_with(|| when.clone());
}

/// Closes an event after client and therapist have talked about it. The first time is kept.
pub fn close(event: &mut SafetyEvent, when: &Moment) {
    event.closed.get_or_insert_with(|| when.clone());
}

/// The open events, newest first. A later form without a flag closes none of them.
pub fn open(items: &[Item]) -> Vec<&Item> {
    let is_open = |item: &&Item| matches!(&item.record.body, Body::SafetyEvent(event) if event.closed.is_none());
    let mut open: Vec<&Item> = items.iter().filter(is_open).collect();
    open.sort_by_key(|item| (std::cmp::Reverse(item.record.when.unix_ms), item.id));
    open
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::record::Record;

    #[test]
    fn available_parts_are_shown_and_numbers_always() {
        assert_eq!(shown(None, &[]), [Shown::Resources]);
        let blank = CrisisPlan { signs: vec![" ".into()], ..Default::default() };
        let without = PracticeCard::default();
        assert_eq!(shown(Some(&blank), &[&without]), [Shown::Resources]);
        let plan = CrisisPlan { reasons: vec!["the fern".into()], ..Default::default() };
        let card = PracticeCard { phone: "555".into(), ..Default::default() };
        // The newest of two practices has no number.
        let both = shown(Some(&plan), &[&without, &card]);
        assert_eq!(both, [Shown::Resources, Shown::Practice, Shown::CrisisPlan]);
    }

    #[test]
    fn an_event_is_open_until_it_is_closed() {
        let phq = super::super::built_in("phq-9").unwrap();
        let mut answers = vec![None; 9];
        answers[8] = Some(2.0);
        let alert = raised_alert(&phq, &answers).unwrap();
        assert_eq!((alert.item.as_str(), alert.answer()), ("q9", 2.0));
        let mut happened = event(&alert, &[Shown::CrisisPlan, Shown::Resources], "US", None);
        assert_eq!(
            (happened.shown.clone(), happened.region.as_str()),
            (vec!["crisis_plan".into(), "resources".into()], "US")
        );
        assert_eq!(happened.choice, None, "left without a choice");
        let tapped = Moment::parse("2026-02-01T22:00:00Z", "UTC").unwrap();
        choose(&mut happened, SafetyChoice::HelpNow, &tapped);
        choose(&mut happened, SafetyChoice::SafeNow, &tapped);
        let choices: Vec<_> = happened.choices.iter().map(|one| one.choice).collect();
        assert_eq!(choices, [SafetyChoice::HelpNow, SafetyChoice::SafeNow], "earlier choices are kept");
        assert_eq!(happened.choice, Some(SafetyChoice::SafeNow));
        let item = |n: u8, event: &SafetyEvent| {
            let when = Moment { unix_ms: i64::from(n), offset_s: 0, zone: String::new() };
            Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body: event.clone().into() } }
        };
        let mut closed = happened.clone();
        let when = Moment::parse("2026-02-05T10:00:00Z", "UTC").unwrap();
        close(&mut closed, &when);
        close(&mut closed, &Moment::parse("2026-03-05T10:00:00Z", "UTC").unwrap());
        assert_eq!(closed.closed, Some(when));
        let items = [item(1, &happened), item(2, &closed), item(3, &happened)];
        let open: Vec<RecordId> = open(&items).into_iter().map(|item| item.id).collect();
        assert_eq!(open, [items[2].id, items[0].id]);
    }

    #[test]
    fn a_custom_flag_over_several_items_is_raised_as_soon_as_it_is_met() {
        let json = r#"{"id": "own", "version": "1", "title": "Own", "licence": "ours",
            "options": [[0, "no"], [1, "yes"]], "items": [{"id": "a"}, {"id": "b"}, {"id": "c"}],
            "scoring": {"method": "sum"},
            "flags": [{"id": "two", "when": "count(items 1..3 >= 1) >= 2", "level": "safety"}]}"#;
        let own = parse(json).unwrap();
        let one = [Some(1.0), None, None];
        let two = [Some(1.0), Some(1.0), None];
        assert_eq!(alert(&own, &[None, None, None], &one, 0), None);
        assert_eq!(alert(&own, &one, &two, 1).unwrap().flag, "two");
        let raised = raised_alerts(&own, &two);
        assert_eq!((raised.len(), raised[0].flag.as_str(), raised[0].item.as_str()), (1, "two", ""));
        assert_eq!(raised_alerts(&own, &one), []);
    }

    #[test]
    fn only_answers_that_a_flag_counts_raise_it_and_none_hides_another_flag() {
        let json = r#"{"id": "own", "version": "1", "title": "Own", "licence": "ours",
            "options": [[0, "no"], [1, "a little"], [2, "yes"]],
            "items": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d"}],
            "scoring": {"method": "sum"},
            "flags": [{"id": "two", "when": "count(items 1..3 >= 1) >= 2", "level": "safety"},
                      {"id": "harm", "when": "d >= 1", "level": "safety"},
                      {"id": "more", "when": "c >= 2", "level": "safety"}]}"#;
        let own = parse(json).unwrap();
        let two = [Some(1.0), Some(1.0), None, None];
        let with = |at: usize, answer: f64| {
            let mut answers = two;
            answers[at] = Some(answer);
            let raised = alerts(&own, &two, &answers, at);
            raised.into_iter().map(|one| (one.flag.clone(), one.item.clone(), one.answer())).collect::<Vec<_>>()
        };
        let raised = |flag: &str, item: &str, answer: f64| (flag.to_owned(), item.to_owned(), answer);
        assert_eq!(with(3, 0.0), [], "an answer that the raised flag does not count");
        assert_eq!(with(3, 1.0), [raised("harm", "d", 1.0)]);
        assert_eq!(with(2, 0.0), [], "counted only from one on");
        assert_eq!(with(2, 2.0), [raised("more", "c", 2.0), raised("two", "c", 2.0)]);
        assert_eq!(alert(&own, &two, &[Some(1.0), Some(1.0), Some(2.0), None], 2).unwrap().flag, "more");
        let asking = |at: usize| is_asking(&own, &[Some(1.0), Some(1.0), Some(0.0), Some(2.0)], at);
        assert_eq!([0, 1, 2, 3, 4].map(asking), [true, true, false, true, false]);
    }
}
