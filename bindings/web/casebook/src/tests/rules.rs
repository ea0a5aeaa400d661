//! The practice's rules: editions, refusals at the field, the session form and the sums that follow them.

use std::collections::BTreeSet;

use journal::clinic::{Finding, Level, Rule, Sheet};
use journal::record::{Body, ClinicRules, OwnLimits, OwnRoute};

use super::clinic::{MINUTE, ago, row, save, sheet, write_clearance};
use super::*;
use crate::clinic::{Checked, Form};

fn store(desk: &mut TestDesk, typed: &[(&str, &str)]) {
    let changes = desk.casebook.save_clinic_rules(&row(typed), now());
    desk.write(changes);
}

fn check(desk: &TestDesk, sheet: &Sheet) -> Checked {
    desk.casebook.check_sheet(&client(), Form::Session, sheet, "en", now()).unwrap()
}

fn questions(desk: &TestDesk, sheet: &Sheet) -> Vec<Finding> {
    check(desk, sheet).findings.into_iter().filter(|one| one.level == Level::Ask).collect()
}

#[test]
fn the_rules_are_saved_in_editions_and_a_wider_one_is_refused_at_its_field() {
    let mut desk = TestDesk::new();
    let page = desk.casebook.clinic_rules();
    assert_eq!((page.version.as_str(), page.typed.len()), ("1", 0));
    let wider = row(&[("sys.ask_high", "170"), ("food_hours", "6"), ("hr.ask_low", "sixty")]);
    let places: Vec<(String, Rule)> =
        desk.casebook.check_clinic_rules(&wider).into_iter().map(|one| (one.place, one.rule)).collect();
    assert_eq!(places, [("sys.ask_high".to_owned(), Rule::Wider), ("hr.ask_low".to_owned(), Rule::Number)]);
    assert_eq!(TestDesk::refused(desk.casebook.save_clinic_rules(&wider, now())), "findings");
    store(&mut desk, &[("sys.ask_high", "140"), ("food_hours", "6")]);
    store(&mut desk, &[("sys.ask_high", "130,5")]);
    let page = desk.casebook.clinic_rules();
    assert_eq!((page.version.as_str(), page.typed), ("1+2", row(&[("sys.ask_high", "130.5")])));
    let kept = desk.records.iter().filter(|(_, _, one)| one.as_ref().is_some_and(|one| one.kind() == "clinic_rules"));
    assert_eq!(kept.map(|(at, ..)| *at).collect::<Vec<_>>().len(), 1, "one record, in editions");
    assert!(desk.shared().is_empty(), "the client gets nothing of it");
}

#[test]
fn the_session_form_follows_the_rules_and_the_record_keeps_their_edition() {
    let mut desk = TestDesk::new();
    write_clearance(&mut desk);
    let before = check(&desk, &sheet("60"));
    assert_eq!(questions(&desk, &sheet("60")), []);
    let id = save(&mut desk, None, &sheet("60")).remove(0);
    store(
        &mut desk,
        &[("sys.ask_high", "120"), ("im.minutes", "0, 10, 20, 30, 45, 60, 90, 120"), ("im.high_mg", "50")],
    );
    let places: Vec<_> = questions(&desk, &sheet("60")).into_iter().map(|one| (one.place, one.high)).collect();
    assert_eq!(places, [("doses.0.mg".to_owned(), Some(50.0)), ("observations.0.sys".to_owned(), Some(120.0))]);
    let after = check(&desk, &sheet("60"));
    let last = |checked: &Checked| checked.due.last().map(|row| (row.minute, row.end));
    assert_eq!((last(&before), last(&after)), (Some((90, true)), Some((120, true))));
    let end = |checked: &Checked| checked.earliest_end.unwrap();
    assert_eq!(end(&after) - end(&before), 30 * MINUTE);
    // What was kept before the rules is asked by them when it is changed, and what was kept with them is not asked again.
    let page = desk.casebook.sheet(&client(), Form::Session, Some(&id), "en").unwrap();
    assert_eq!((page.rules_version.as_str(), questions(&desk, &page.sheet).len()), ("1+1", 2));
    let mut typed = page.sheet;
    typed.doses[0].insert("mg_again".into(), "60".into());
    typed.confirmed = questions(&desk, &typed).into_iter().map(|one| one.confirm).collect();
    save(&mut desk, Some(&id), &typed);
    let page = desk.casebook.sheet(&client(), Form::Session, Some(&id), "en").unwrap();
    assert_eq!(questions(&desk, &page.sheet), []);
    let kept = |desk: &TestDesk| {
        let records = desk.records.iter().filter_map(|(_, _, one)| one.as_ref());
        let record = records.map(|one| one.to_record().unwrap().body).find_map(|body| match body {
            Body::SessionRecord(record) => Some(record.rules_version),
            _ => None,
        });
        record.unwrap()
    };
    assert_eq!(kept(&desk), "1+1");
    assert!(page.amendments.iter().any(|one| one.field == "rules_version" && one.before[0].1 == "1"));
}

#[test]
fn pressure_before_the_dose_a_drink_and_lasting_dissociation_are_asked_by_the_rules() {
    let mut desk = TestDesk::new();
    write_clearance(&mut desk);
    let mut typed = sheet("60");
    typed.fields.insert("last_drink_at".into(), ago(105));
    let observed =
        |at: &str, name: &str, value: &str| row(&[("row", at), ("at", &ago(at.parse().unwrap())), (name, value)]);
    typed.observations = vec![observed("70", "sys", "135"), observed("15", "dissociation", "2")];
    assert_eq!(questions(&desk, &typed), []);
    store(&mut desk, &[("drink_hours", "1"), ("sys.before_high", "130"), ("dissociation.lasting_minutes", "40")]);
    let places =
        |desk: &TestDesk| -> Vec<_> { questions(desk, &typed).into_iter().map(|one| (one.place, one.rule)).collect() };
    let drank = ("last_drink_at".to_owned(), Rule::Fasting);
    let high = ("observations.0.sys".to_owned(), Rule::PreDose);
    assert_eq!(places(&desk), [drank.clone(), high.clone()], "dissociation of 2 is not strong yet");
    let own = [("drink_hours", "1"), ("sys.before_high", "130")];
    store(
        &mut desk,
        &[&own[..], &[("dissociation.lasting_high", "2"), ("dissociation.lasting_minutes", "40")]].concat(),
    );
    assert_eq!(places(&desk), [drank, high, ("observations.1.dissociation".to_owned(), Rule::Lasting)]);
    // Wider ones are refused at their fields.
    let wider = [("drink_hours", "0"), ("dia.before_high", "100"), ("dissociation.lasting_high", "4")];
    let refused: Vec<String> =
        desk.casebook.check_clinic_rules(&row(&wider)).into_iter().map(|one| one.place).collect();
    assert_eq!(refused, ["drink_hours", "dia.before_high", "dissociation.lasting_high"]);
}

#[test]
fn a_stored_rule_that_is_wider_does_not_apply() {
    let mut desk = TestDesk::new();
    write_clearance(&mut desk);
    let limits =
        OwnLimits { field: "weight_kg".into(), ask_low: Some(10.0), ask_high: Some(300.0), ..Default::default() };
    let route = OwnRoute { route: "im".into(), high_mg: Some(900.0), minutes: vec![0, 5], ..Default::default() };
    let wider = ClinicRules {
        edition: 7,
        limits: vec![limits],
        routes: vec![route],
        food_hours: Some(0.0),
        ..Default::default()
    };
    let changes = Changes::one(own(), None, &now().into(), wider);
    desk.write(Ok(changes));
    let mut typed = sheet("300");
    typed.fields.extend(row(&[("weight_kg", "200"), ("last_food_at", &ago(100))]));
    let places: Vec<String> = questions(&desk, &typed).into_iter().map(|one| one.place).collect();
    assert_eq!(places, ["weight_kg", "last_food_at", "doses.0.mg"]);
    assert_eq!(check(&desk, &typed).due.last().map(|row| row.minute), Some(90));
    let page = desk.casebook.clinic_rules();
    let refused: BTreeSet<&str> = page.findings.iter().map(|one| one.place.as_str()).collect();
    assert_eq!(refused, ["food_hours", "im.high_mg", "im.minutes", "weight_kg.ask_low", "weight_kg.ask_high"].into());
}

#[test]
fn the_sums_say_what_the_practice_gives_at_most_and_block_nothing() {
    let mut desk = TestDesk::new();
    write_clearance(&mut desk);
    store(&mut desk, &[("30.max_sessions", "1"), ("90.max_mg", "100")]);
    let spans = |desk: &TestDesk| desk.casebook.clinic_records(&client(), "en", now()).unwrap().exposure;
    assert_eq!((spans(&desk)[0].max_sessions, spans(&desk)[0].sessions_reached), (Some(1), false));
    save(&mut desk, None, &sheet("60"));
    let after = spans(&desk);
    assert_eq!(
        (after[0].sessions_reached, after[1].mg_reached, after[1].max_mg, after[1].total_mg),
        (true, false, Some(100.0), 60.0)
    );
    assert_eq!(questions(&desk, &sheet("60")), []);
}

/// `rules.d.ts` has exactly the fields of what Rust makes.
#[test]
fn the_typescript_types_of_the_rules_say_what_is_made() {
    let mut desk = TestDesk::new();
    store(&mut desk, &[("food_hours", "6")]);
    let page = serde_json::to_value(desk.casebook.clinic_rules()).unwrap();
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<String>>();
    let made: BTreeSet<String> = names(&page).into_iter().chain(names(&page["fields"][0])).collect();
    let declared: BTreeSet<String> = include_str!("../rules.d.ts")
        .lines()
        .filter_map(|line| Some(line.strip_prefix("  ")?.split_once(':')?.0.to_owned()))
        .filter(|name| name.chars().all(char::is_alphanumeric))
        .collect();
    assert_eq!(made, declared);
}
