//! The switch "42 CFR Part 2" of the practice card: it reaches the client, and every export carries its notice.

use journal::record::{AdverseEvent, Clearance};

use super::*;
use crate::exports::format::Format;
use crate::exports::{Several, Whose};

const STATEMENT: &str = "This record which has been disclosed to you is protected by Federal confidentiality rules";
const SHORT: &str = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";

/// A client with something for every table.
fn practice(part2: bool) -> TestDesk {
    let mut desk = TestDesk::new();
    let form = CardForm { name: "Harbour Street".into(), part2, ..Default::default() };
    let changes = desk.casebook.save_card(&form, now());
    desk.write(changes);
    desk.share(-3, wrote("Rain all day."));
    desk.share(-2, MeasureResponse { instrument: "phq-9".into(), answers: vec![Some(1.0); 9], ..Default::default() });
    let low = Effect { id: "low".into(), ..Default::default() };
    desk.share(-1, SideEffectCheck { any: Some(true), items: vec![low], ..Default::default() });
    let when = Moment { unix_ms: NOW, offset_s: 3600, zone: "Europe/Vienna".into() };
    let event = AdverseEvent { client: Some(care()), term: "Fell".into(), ..Default::default() };
    let clearance =
        Clearance { client: Some(care()), kept: Some(when.clone()), result: "cleared".into(), ..Default::default() };
    for body in [Body::from(event), clearance.into()] {
        desk.put(own(), None, Some(Record { when: when.clone(), body }.to_payload()));
    }
    desk.transfer();
    let changes = desk.casebook.note(&client(), None, None, "Watch the sleep.", now());
    desk.write(changes);
    desk
}

#[test]
fn every_export_of_a_protected_practice_carries_the_notice() {
    for part2 in [true, false] {
        let desk = practice(part2);
        let mut files = vec![desk.casebook.export_notes(&client(), "wren", "en", now()).unwrap()];
        for (name, format) in Format::ALL {
            files.push(desk.casebook.export(&client(), name, "wren", "en", now()).unwrap());
            let clients = vec![Whose { collection: client(), handle: "wren".into() }];
            let several = desk.casebook.export_several(&Several { clients, format: name.into() }, now());
            match format {
                Format::Json | Format::Markdown => assert_eq!(several.unwrap_err().code, "not_found"),
                Format::Fhir | Format::Table(_) => files.extend(several.unwrap().files),
            }
        }
        assert_eq!(files.len(), 1 + 8 + 6);
        for file in files {
            let rows = file.text.split("\r\n").skip(1).filter(|row| !row.is_empty());
            let carried = match file.media_type.as_str() {
                "text/csv" => rows.clone().count() > 0 && rows.clone().all(|row| row.ends_with(SHORT)),
                _ => file.text.contains(STATEMENT),
            };
            assert_eq!(carried, part2, "{}: {}", file.name, file.text);
        }
        // Photos cannot carry it: their archive has it as a file.
        let archive = desk.casebook.exported_files(&client(), "wren", now()).unwrap();
        assert_eq!(archive.notice.is_some(), part2);
        let shown = [desk.casebook.notice(None), desk.casebook.notice(Some(&client()))];
        assert!(shown.iter().all(|notice| notice.as_ref().is_some_and(|notice| notice.short == SHORT) == part2));
    }
}

#[test]
fn the_switch_reaches_the_client_with_the_card_and_can_be_taken_back() {
    let mut desk = practice(true);
    let changes = desk.casebook.send_card(&client(), now());
    desk.write(changes);
    assert!(desk.shared().contains(r#""part2":true"#));
    let form = CardForm { part2: false, ..desk.casebook.card() };
    let changes = desk.casebook.save_card(&form, now());
    desk.write(changes);
    assert!(desk.casebook.notice(Some(&client())).is_some(), "until the client has the new card as well");
    let changes = desk.casebook.send_card(&client(), now());
    desk.write(changes);
    assert!(!desk.shared().contains("part2"));
    assert_eq!(desk.casebook.notice(Some(&client())), None);
}
