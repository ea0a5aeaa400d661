//! The clinic's records: drafts, kept records, what reaches the client, amendments, and the practice's lists.

use std::collections::BTreeSet;

use journal::clinic::{Level, Row, Sheet};

use super::*;
use crate::clinic::{Form, ListLine};

pub(super) const MINUTE: i64 = 60_000;

pub(super) fn row(fields: &[(&str, &str)]) -> Row {
    fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

pub(super) fn ago(minutes: i64) -> String {
    (NOW - minutes * MINUTE).to_string()
}

/// A session with a dose from an hour ago.
pub(super) fn sheet(mg: &str) -> Sheet {
    let person = |name: &str, role: &str| row(&[("row", name), ("name", name), ("role", role)]);
    Sheet {
        fields: row(&[
            ("number", "1"),
            ("by", "m.osei"),
            ("arrived_at", &ago(90)),
            ("consent_today", "yes"),
            ("escort_confirmed", "yes"),
            ("touch_words", "Not my hand, brackenfold."),
            ("weight_kg", "70,5"),
        ]),
        staff: vec![person("Ada", "monitor"), person("Ben", "therapist")],
        doses: vec![row(&[
            ("row", "d1"),
            ("at", &ago(60)),
            ("mg", mg),
            ("route", "im"),
            ("substance", "racemic"),
            ("checked_by", "Ben"),
            ("lot", "K-77 thistlewick"),
        ])],
        observations: vec![row(&[("row", "o1"), ("at", &ago(50)), ("sys", "124"), ("dia", "81")])],
        ..Default::default()
    }
}

pub(super) fn write_clearance(desk: &mut TestDesk) {
    let fields = row(&[("by", "Dr. Rossi"), ("result", "cleared"), ("valid_until", "2026-12-31")]);
    let sheet = Sheet { fields, ..Default::default() };
    let changes = desk.casebook.save_sheet(&client(), Form::Clearance, None, &sheet, "en", now());
    desk.write(changes);
}

pub(super) fn save(desk: &mut TestDesk, id: Option<&str>, sheet: &Sheet) -> Vec<String> {
    let changes = desk.casebook.save_sheet(&client(), Form::Session, id, sheet, "en", now());
    desk.write(changes)
}

#[test]
fn a_record_is_the_therapists_alone_and_its_plain_summary_is_the_clients() {
    let mut desk = TestDesk::new();
    let refused = desk.casebook.save_sheet(&client(), Form::Session, None, &sheet("60"), "en", now());
    assert_eq!(TestDesk::refused(refused), "findings", "no clearance, no dose");
    write_clearance(&mut desk);
    let ids = save(&mut desk, None, &sheet("60"));
    assert_eq!(ids.len(), 2, "the record, and its summary");
    let shared = desk.shared();
    assert!(shared.contains(r#""dose_mg":60"#) && shared.contains("intramuscular"));
    for private in ["brackenfold", "thistlewick", "124", "70.5", "Ada", "Dr. Rossi", "session_record", "clearance"] {
        assert!(!shared.contains(private), "{private}");
    }
    let plan = desk.casebook.plan(&client()).unwrap();
    let [session] = &plan.sessions[..] else { panic!() };
    assert_eq!((session.form.dose_mg, session.form.number, session.form.at as i64), (Some(60.0), 1, NOW - 60 * MINUTE));
    // The setting that was recorded before is kept; only date, route and sum come from the record.
    let own = session.own.clone().unwrap();
    let form = crate::plan::SessionForm { music: "rain".into(), ..own.form };
    let changes = desk.casebook.session(&client(), Some(&own.id), &form, now());
    desk.write(changes);
    let mut second = sheet("60");
    second.doses.push(row(&[
        ("row", "d2"),
        ("at", &ago(20)),
        ("mg", "30"),
        ("route", "im"),
        ("substance", "racemic"),
        ("checked_by", "Ben"),
    ]));
    save(&mut desk, Some(&ids[0]), &second);
    let plan = desk.casebook.plan(&client()).unwrap();
    assert_eq!((plan.sessions.len(), plan.sessions[0].form.dose_mg), (1, Some(90.0)));
    assert_eq!(plan.sessions[0].form.music, "rain");
    let last = desk.casebook.brief(&client(), None, now()).unwrap().after.last.unwrap().record.unwrap();
    assert_eq!((last.doses, last.sum_mg, last.discharge), (2, Some(90.0), "not_begun"));
    let records = desk.casebook.clinic_records(&client(), "en", now()).unwrap();
    assert_eq!((records.sessions.len(), records.sessions[0].session.is_some()), (1, true));
    assert_eq!((records.exposure[0].sessions, records.exposure[0].mg.clone()), (1, vec![("im".into(), 90.0)]));
}

#[test]
fn a_draft_survives_and_is_no_record() {
    let mut desk = TestDesk::new();
    write_clearance(&mut desk);
    let mut typed = sheet("6o");
    typed.fields.insert("stop_sign".into(), "hand up".into());
    let changes = desk.casebook.draft_sheet(&client(), Form::Session, None, &typed, now());
    let id = desk.write(changes).remove(0);
    // Again without an id: the unfinished record.
    let changes = desk.casebook.draft_sheet(&client(), Form::Session, None, &typed, now());
    assert_eq!(desk.write(changes), std::slice::from_ref(&id));
    let page = desk.casebook.sheet(&client(), Form::Session, None, "en").unwrap();
    assert!(page.drafted && page.kept.is_none() && page.sheet == typed, "every letter, also what is no number");
    assert!(desk.casebook.plan(&client()).unwrap().sessions.is_empty());
    assert!(!desk.casebook.export(&client(), "json", "wren", "en", now()).unwrap().text.contains("hand up"));
    let refused = desk.casebook.save_sheet(&client(), Form::Session, None, &typed, "en", now());
    assert_eq!(TestDesk::refused(refused), "findings");
    let ids = save(&mut desk, None, &sheet("60"));
    assert_eq!(ids[0], id, "the draft becomes the record");
    let page = desk.casebook.sheet(&client(), Form::Session, Some(&id), "en").unwrap();
    assert!(!page.drafted && page.kept.is_some());
    // Discarding a draft of a kept record leaves no trace; the record stays.
    let changes = desk.casebook.draft_sheet(&client(), Form::Session, Some(&id), &typed, now());
    desk.write(changes);
    assert!(desk.casebook.sheet(&client(), Form::Session, Some(&id), "en").unwrap().drafted);
    let changes = desk.casebook.discard_sheet(&client(), Form::Session, Some(&id));
    desk.write(changes);
    let page = desk.casebook.sheet(&client(), Form::Session, Some(&id), "en").unwrap();
    assert_eq!((page.drafted, page.sheet.doses[0]["mg"].as_str()), (false, "60"));
}

#[test]
fn a_change_of_what_was_kept_names_who_and_when_and_keeps_what_stood_there() {
    let mut desk = TestDesk::new();
    write_clearance(&mut desk);
    let id = save(&mut desk, None, &sheet("60")).remove(0);
    let mut page = desk.casebook.sheet(&client(), Form::Session, Some(&id), "en").unwrap();
    page.sheet.doses[0].insert("mg".into(), "50".into());
    page.sheet.fields.insert("by".into(), "a.lind".into());
    page.sheet.observations.clear();
    save(&mut desk, Some(&id), &page.sheet);
    let page = desk.casebook.sheet(&client(), Form::Session, Some(&id), "en").unwrap();
    let told: BTreeSet<(&str, &str)> =
        page.amendments.iter().map(|one| (one.field.as_str(), one.by.as_str())).collect();
    assert_eq!(told, [("doses.d1.mg", "a.lind"), ("observations.o1", "a.lind")].into());
    let mg = page.amendments.iter().find(|one| one.field == "doses.d1.mg").unwrap();
    assert_eq!((mg.at, mg.before.clone()), (Some(NOW), vec![(String::new(), "60".into())]));
    let gone = page.amendments.iter().find(|one| one.field == "observations.o1").unwrap();
    assert!(gone.before.contains(&("sys".into(), "124".into())));
    // The client sees the corrected sum, once.
    assert_eq!(desk.casebook.plan(&client()).unwrap().sessions[0].form.dose_mg, Some(50.0));
}

#[test]
fn a_practice_changes_its_lists_in_editions() {
    let mut desk = TestDesk::new();
    let page = desk.casebook.check_list("discharge", "en").unwrap();
    let mut lines = page.items.clone();
    let last = lines.len() - 1;
    lines[last].off = true;
    lines.push(ListLine { words: "The cat is fed".into(), ..Default::default() });
    let changes = desk.casebook.save_check_list("discharge", &lines, now());
    desk.write(changes);
    assert!(desk.shared().is_empty());
    let list = desk.casebook.sheet(&client(), Form::Session, None, "de").unwrap().list;
    assert_eq!((list.version.as_str(), list.items.last().unwrap().words.as_str()), ("1+1", "The cat is fed"));
    let again = desk.casebook.check_list("discharge", "en").unwrap();
    assert_eq!((again.items.len(), again.items[last].off, again.version.as_str()), (lines.len(), true, "1+1"));
    assert_eq!(desk.casebook.check_list("shopping", "en").unwrap_err().code, "not_found");
}

/// `clinic.d.ts` has exactly the fields of the Rust types.
#[test]
fn the_typescript_types_of_the_clinics_records_say_what_is_made() {
    let mut desk = TestDesk::new();
    write_clearance(&mut desk);
    let id = save(&mut desk, None, &sheet("60")).remove(0);
    let mut page = desk.casebook.sheet(&client(), Form::Session, Some(&id), "en").unwrap();
    page.sheet.fields.insert("weight_kg".into(), "71".into());
    save(&mut desk, Some(&id), &page.sheet);
    let mut made = BTreeSet::new();
    fn names(value: &Value, made: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(name, value)| {
                made.insert(name.clone());
                // The keys of rows are data.
                let rows = ["fields", "staff", "substances", "doses", "observations", "interventions", "touches"];
                let is_rows = rows.contains(&name.as_str()) && !value.is_u64();
                if !is_rows {
                    names(value, made);
                }
            }),
            Value::Array(list) => list.iter().for_each(|value| names(value, made)),
            _ => {}
        }
    }
    let opened = desk.casebook.sheet(&client(), Form::Session, Some(&id), "en").unwrap();
    names(&serde_json::to_value(&opened).unwrap(), &mut made);
    let checked = desk.casebook.check_sheet(&client(), Form::Session, &opened.sheet, "en", now()).unwrap();
    assert!(checked.findings.iter().any(|one| one.level == Level::Missing) && !checked.due.is_empty());
    names(&serde_json::to_value(&checked).unwrap(), &mut made);
    names(&serde_json::to_value(desk.casebook.clinic_records(&client(), "en", now()).unwrap()).unwrap(), &mut made);
    names(&serde_json::to_value(desk.casebook.check_list("intake", "en").unwrap()).unwrap(), &mut made);
    let declared: BTreeSet<String> = include_str!("../clinic.d.ts")
        .lines()
        .filter_map(|line| Some(line.strip_prefix("  ")?.split_once(':')?.0.trim_end_matches('?').to_owned()))
        .filter(|name| name.chars().all(char::is_alphanumeric))
        .collect();
    assert_eq!(made, declared);
}

#[test]
fn what_was_answered_once_is_not_asked_again_when_a_kept_record_is_opened() {
    let mut desk = TestDesk::new();
    write_clearance(&mut desk);
    // The weight is unusual; so is the dose, which was typed twice.
    let mut typed = sheet("187.5");
    typed.fields.insert("weight_kg".into(), "39.5".into());
    typed.doses[0].insert("mg_again".into(), "187.5".into());
    let asked = |desk: &TestDesk, sheet: &Sheet| {
        let checked = desk.casebook.check_sheet(&client(), Form::Session, sheet, "en", now()).unwrap();
        checked.findings.into_iter().filter(|one| one.level == Level::Ask).collect::<Vec<_>>()
    };
    let questions = asked(&desk, &typed);
    assert!(!questions.is_empty());
    typed.confirmed = questions.into_iter().map(|one| one.confirm).collect();
    let id = save(&mut desk, None, &typed).remove(0);

    let page = desk.casebook.sheet(&client(), Form::Session, Some(&id), "en").unwrap();
    assert_eq!(asked(&desk, &page.sheet), []);
    // Another unusual value is a new question.
    let mut changed = page.sheet;
    changed.fields.insert("weight_kg".into(), "38.5".into());
    assert_eq!(asked(&desk, &changed).len(), 1);
}
