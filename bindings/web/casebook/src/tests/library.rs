//! The practice's library: instruments, prompt sets, the practice card, and the clients' copies.

use super::plan::measure;
use super::*;
use crate::card::CardForm;
use crate::sets::{PromptForm, PromptSetForm};

const OWN: &str = r#"{"id":"calm-3","version":"1","title":"Calm","licence":"ours","attribution":"the practice",
    "recall":"Today","options":[[0,"no"],[1,"yes"]],"items":[{"id":"a","text":"Calm?"},{"id":"b","text":"Rested?"}],
    "scoring":{"method":"sum"}}"#;

#[test]
fn an_own_instrument_is_looked_at_taken_over_and_goes_along_with_its_assignment() {
    let mut desk = TestDesk::new();
    for (file, place) in [("[]", "file"), (r#"{"id":"x"}"#, ""), (&OWN.replace("calm-3", "phq-9"), "id")] {
        let report = desk.casebook.inspect(file, "en");
        assert!(!report.faults.is_empty() && report.faults.iter().any(|fault| fault.place.contains(place)), "{file}");
        assert_eq!(TestDesk::refused(desk.casebook.import(file, now())), "import");
    }
    let report = desk.casebook.inspect(OWN, "en");
    assert_eq!(report.faults, []);
    assert_eq!(report.instrument.unwrap().items, ["Calm?", "Rested?"]);
    let changes = desk.casebook.import(OWN, now());
    let id = desk.write(changes).remove(0);
    let library = desk.casebook.library("en");
    assert!(library.instruments.iter().any(|one| one.id == "phq-9" && one.own.is_none()));
    let german = desk.casebook.library("de-AT").instruments;
    let phq = german.iter().find(|one| one.id == "phq-9").unwrap();
    assert_eq!(
        (phq.title.as_str(), phq.name.as_str()),
        ("PHQ-9", "Gesundheitsfragebogen für Patienten, Depressionsmodul")
    );
    assert!(
        phq.recall.contains("letzten 2 Wochen") && phq.items[0].contains("Interesse"),
        "{} {:?}",
        phq.recall,
        phq.items
    );
    assert!(library.instruments.iter().any(|one| one.own.as_ref() == Some(&id)));
    let changes = desk.casebook.assign(&client(), None, &measure("calm-3"), now());
    assert_eq!(desk.write(changes).len(), 2, "the definition goes along");
    let changes = desk.casebook.assign(&client(), None, &measure("calm-3"), now());
    assert_eq!(desk.write(changes).len(), 1, "once");
    let response =
        MeasureResponse { instrument: "calm-3".into(), answers: vec![Some(1.0), Some(1.0)], ..Default::default() };
    desk.share(0, response);
    let measures = desk.casebook.trends(&client(), now()).unwrap().measures;
    assert_eq!(measures[0].summary.latest.as_ref().unwrap().total, Some(2.0));
    let changes = desk.casebook.discard(&id);
    desk.write(changes);
    assert!(desk.casebook.library("en").instruments.iter().all(|one| one.own.is_none()));
    assert_eq!(desk.casebook.trends(&client(), now()).unwrap().measures.len(), 1, "the client keeps the definition");
}

#[test]
fn own_prompts_are_checked_item_by_item_and_given_to_a_client() {
    let mut desk = TestDesk::new();
    let bad = r#"{"title":"","prompts":[{"id":"a","text":"x"},{"id":"a","text":" ","phase":"dusk"}]}"#;
    let places: Vec<String> = desk.casebook.inspect(bad, "en").faults.into_iter().map(|fault| fault.place).collect();
    assert_eq!(places, ["title", "prompts[2].id", "prompts[2].text", "prompts[2].phase"]);
    let prompt = PromptForm {
        id: "a".into(),
        text: "What was quiet?".into(),
        phase: Some("after".into()),
        slot: None,
        theme: None,
    };
    let form = PromptSetForm { title: "Evenings".into(), language: "en".into(), prompts: vec![prompt] };
    let changes = desk.casebook.save_prompts(None, &form, now());
    let id = desk.write(changes).remove(0);
    assert_eq!(desk.casebook.library("en").prompt_sets[0].form, form);
    let changes = desk.casebook.give_prompts(&client(), &id, true, now());
    desk.write(changes);
    assert!(desk.shared().contains("What was quiet?"));
    assert_eq!(desk.casebook.plan(&client()).unwrap().given, std::slice::from_ref(&id));
    let changes = desk.casebook.give_prompts(&client(), &id, false, now());
    assert_eq!(desk.write(changes).len(), 1);
    assert_eq!(desk.casebook.plan(&client()).unwrap().given, [""; 0]);
    assert!(desk.shared().contains(r#""ended":true"#));
}

#[test]
fn the_practices_card_is_given_once_and_again_when_it_changes() {
    let mut desk = TestDesk::new();
    let changes = desk.casebook.send_card(&client(), now());
    assert_eq!(desk.write(changes).len(), 0, "there is none yet");
    let form = CardForm { name: "Harbour Street".into(), phone: "555-0100".into(), ..Default::default() };
    let changes = desk.casebook.save_card(&form, now());
    desk.write(changes);
    assert_eq!(desk.casebook.card(), form);
    for (phone, written) in [("555-0100", 1), ("555-0100", 0), ("555-0199", 1)] {
        let changes = desk.casebook.save_card(&CardForm { phone: phone.into(), ..form.clone() }, now());
        desk.write(changes);
        let changes = desk.casebook.send_card(&client(), now());
        assert_eq!(desk.write(changes).len(), written, "{phone}");
    }
    assert!(desk.shared().contains("555-0199") && !desk.shared().contains("555-0100"));
}

fn evenings(lines: &[&str]) -> PromptSetForm {
    let prompt =
        |text: &&str| PromptForm { id: String::new(), text: (*text).into(), phase: None, slot: None, theme: None };
    PromptSetForm { title: "Evenings".into(), language: "en".into(), prompts: lines.iter().map(prompt).collect() }
}

/// A client's copies of prompt sets: title, prompts, whether ended.
fn copies(desk: &TestDesk) -> Vec<(String, Vec<String>, bool)> {
    let (_, items) = desk.casebook.items(&client()).unwrap();
    let sets = items.iter().filter_map(|item| match &item.record.body {
        Body::PromptSet(set) => {
            Some((set.title.clone(), set.prompts.iter().map(|prompt| prompt.text.clone()).collect(), set.ended))
        }
        _ => None,
    });
    sets.collect()
}

#[test]
fn a_set_that_is_written_anew_reaches_whoever_has_it_and_is_known_by_its_id() {
    let mut desk = TestDesk::new();
    let changes = desk.casebook.save_prompts(None, &evenings(&["What was quiet?", "Who was near?"]), now());
    let id = desk.write(changes).remove(0);
    // A set with the same name and prompts is still another set.
    let changes = desk.casebook.save_prompts(None, &evenings(&["What was quiet?", "Who was near?"]), now());
    let other = desk.write(changes).remove(0);
    for set in [&id, &other] {
        let changes = desk.casebook.give_prompts(&client(), set, true, now());
        desk.write(changes);
    }
    assert_eq!(desk.casebook.plan(&client()).unwrap().given.len(), 2);
    let changes = desk.casebook.renew(&client(), now());
    assert_eq!(desk.write(changes).len(), 0, "nothing has changed");

    let anew = PromptSetForm { title: "Late".into(), ..evenings(&["What was still?", "Who was near?"]) };
    let before: Vec<String> = desk.casebook.library("en").prompt_sets.iter().flat_map(|set| ids(&set.form)).collect();
    let changes = desk.casebook.save_prompts(Some(&id), &anew, now());
    desk.write(changes);
    let after: Vec<String> = desk.casebook.library("en").prompt_sets.iter().flat_map(|set| ids(&set.form)).collect();
    assert_eq!(before, after, "a prompt that is worded anew stays the same one");
    let changes = desk.casebook.renew(&client(), now());
    assert_eq!(desk.write(changes).len(), 1);
    let mut there = copies(&desk);
    there.sort();
    let words = |first: &str| vec![first.to_owned(), "Who was near?".into()];
    assert_eq!(
        there,
        [("Evenings".into(), words("What was quiet?"), false), ("Late".into(), words("What was still?"), false)]
    );

    // An ended set stays ended. If it is given again, its current state is copied.
    let changes = desk.casebook.give_prompts(&client(), &id, false, now());
    desk.write(changes);
    let changes = desk.casebook.save_prompts(Some(&id), &evenings(&["What was far?"]), now());
    desk.write(changes);
    let changes = desk.casebook.renew(&client(), now());
    assert_eq!(desk.write(changes).len(), 0);
    let changes = desk.casebook.give_prompts(&client(), &id, true, now());
    desk.write(changes);
    let there = copies(&desk);
    assert_eq!(there.len(), 2);
    assert!(there.contains(&("Evenings".into(), vec!["What was far?".into()], false)));
}

fn ids(form: &PromptSetForm) -> Vec<String> {
    form.prompts.iter().map(|prompt| prompt.id.clone()).collect()
}

#[test]
fn a_prompt_on_a_schedule_asks_in_its_newest_words_and_an_answer_keeps_its_own() {
    let mut desk = TestDesk::new();
    let changes = desk.casebook.save_prompts(None, &evenings(&["What was quiet?"]), now());
    let set = desk.write(changes).remove(0);
    let prompt = ids(&desk.casebook.library("en").prompt_sets[0].form).remove(0);
    let form = AssignmentForm {
        task: "prompt".into(),
        text: "whatever the page says".into(),
        prompt: Some(prompt.clone()),
        set: Some(set.clone()),
        instrument: None,
        due: None,
        repeat: "weeks".into(),
        weeks: Some(1),
        more_often: false,
    };
    let changes = desk.casebook.assign(&client(), None, &form, now());
    let id = desk.write(changes).remove(0);
    let words = |desk: &TestDesk| desk.casebook.plan(&client()).unwrap().assignments[0].form.text.clone();
    assert_eq!(words(&desk), "What was quiet?");
    let answer = Reflection {
        prompt: Some(format!("assigned.{id}")),
        asked: "What was quiet?".into(),
        assignment: Some(id.parse().unwrap()),
        ..wrote("The snow.")
    };
    let answer = desk.share(0, answer);
    let changes = desk.casebook.save_prompts(Some(&set), &evenings(&["What was loud?"]), now());
    desk.write(changes);
    let later = Now { unix_ms: (NOW + DAY) as f64, ..now() };
    let changes = desk.casebook.renew(&client(), later);
    assert_eq!(desk.write(changes).len(), 1);
    assert_eq!(words(&desk), "What was loud?");
    assert_eq!(desk.casebook.plan(&client()).unwrap().assignments[0].made, NOW as f64, "its schedule stays");
    assert_eq!(desk.casebook.entry(&client(), &answer, "en").unwrap().entry.asked, "What was quiet?");

    let unknown = AssignmentForm { prompt: Some("own.none".into()), ..form };
    assert_eq!(TestDesk::refused(desk.casebook.assign(&client(), None, &unknown, now())), "not_found");
}
