//! The clinic's records: each rule with the values on both sides of it, amendments that lose nothing, and checks that
//! take any text.
#![allow(clippy::unwrap_used)] // Helpers of tests are tests.

mod sheets;

use std::collections::{BTreeMap, BTreeSet};

use journal::arc::Item;
use journal::clinic::amend::amendments;
use journal::clinic::exposure::exposure;
use journal::clinic::schedule::{due, earliest_end};
use journal::clinic::{Context, Finding, Level, List, Row, Rule, Rules, Sheet, clearance, lists, session};
use journal::export::{Source, clinic, fhir::fhir, json::json, markdown::markdown};
use journal::measures::all_built_in;
use journal::record::{
    Body, CheckList, Clearance, DosingSession, Moment, OwnItem, Payload, Record, Route, SessionRecord,
};
use proptest::prelude::*;
use protocol::RecordId;
use serde_json::Value;

use crate::sheets::{DAY, MINUTE, dosed, minute, row};

fn cleared() -> Clearance {
    Clearance { kept: Some(dosed()), result: "cleared".into(), ..Default::default() }
}

/// A dose without findings.
fn dose() -> Row {
    row(&[
        ("row", "d1"),
        ("at", &minute(0)),
        ("substance", "racemic"),
        ("route", "im"),
        ("mg", "60"),
        ("given_by", "Ada"),
        ("checked_by", "Ben"),
    ])
}

/// A session without findings.
fn good() -> Sheet {
    let staff = |name: &str, role: &str| row(&[("row", name), ("name", name), ("role", role)]);
    Sheet {
        fields: row(&[
            ("number", "1"),
            ("by", "Ada"),
            ("arrived_at", &minute(-60)),
            ("site", "clinic"),
            ("consent_today", "yes"),
            ("touch", "hand_only"),
            ("escort_confirmed", "yes"),
            ("weight_kg", "70,5"),
            ("height_cm", "170"),
            ("pregnancy", "no"),
            ("suicidality", "none"),
            ("psychosis_mania", "no"),
            ("intoxicated", "no"),
            ("go", "go"),
        ]),
        staff: vec![staff("Ada", "monitor"), staff("Ben", "therapist")],
        doses: vec![dose()],
        observations: vec![row(&[("row", "o1"), ("at", &minute(10)), ("sys", "120"), ("dia", "80"), ("hr", "70")])],
        ..Default::default()
    }
}

struct Checked {
    record: SessionRecord,
    findings: Vec<Finding>,
}

impl Checked {
    /// The level and rule at a place.
    fn at(&self, place: &str) -> Vec<(Level, Rule)> {
        let here = self.findings.iter().filter(|one| one.place == place);
        here.map(|one| (one.level, one.rule)).collect()
    }

    fn stops(&self) -> Vec<(&str, Rule)> {
        let stops = self.findings.iter().filter(|one| matches!(one.level, Level::Refuse | Level::Ask));
        stops.map(|one| (one.place.as_str(), one.rule)).collect()
    }
}

fn check_with(sheet: &Sheet, clearance: Option<&Clearance>, list: &List) -> Checked {
    let now = Moment { unix_ms: dosed().unix_ms + 300 * MINUTE, ..dosed() };
    let context = Context { now: &now, planned: Some(4), clearance, list, rules: &Rules::default() };
    let (record, findings) = session::read(sheet, &context);
    Checked { record, findings }
}

fn check(sheet: &Sheet) -> Checked {
    check_with(sheet, Some(&cleared()), &lists::list("discharge", "en", None))
}

fn with(name: &str, typed: &str) -> Checked {
    let mut sheet = good();
    sheet.fields.insert(name.into(), typed.into());
    check(&sheet)
}

#[test]
fn a_good_session_is_kept_as_it_was_typed() {
    let checked = check(&good());
    assert_eq!(checked.stops(), []);
    assert_eq!((checked.record.weight_kg, checked.record.sum_mg(), checked.record.number), (Some(70.5), Some(60.0), 1));
    assert_eq!(checked.record.doses[0].route, Some(Route::Im));
    // The record in typed form again.
    let record = Record { when: dosed(), body: checked.record.into() };
    let again = Sheet::of_record(&record.to_payload(), "discharge");
    assert!(check(&again).stops().is_empty());
    assert_eq!(again.doses[0]["mg"], "60");
    assert_eq!((again.fields["arrived_at"].clone(), again.fields["weight_kg"].as_str()), (minute(-60), "70.5"));
}

#[test]
fn each_field_of_the_head_is_refused_or_asked_where_its_rule_says_so() {
    use Level::{Ask, Missing, Refuse};
    for (name, typed, level) in [
        ("number", "0", Some((Refuse, Rule::Range))),
        ("number", "201", Some((Refuse, Rule::Range))),
        ("number", "1,5", Some((Refuse, Rule::Number))),
        ("number", "5", Some((Ask, Rule::MoreThanPlanned))),
        ("number", "4", None),
        ("weight_kg", "24,9", Some((Refuse, Rule::Range))),
        ("weight_kg", "351", Some((Refuse, Rule::Range))),
        ("weight_kg", "39.9", Some((Ask, Rule::Unusual))),
        ("weight_kg", "180,1", Some((Ask, Rule::Unusual))),
        ("weight_kg", "40", None),
        ("weight_kg", "1,000", Some((Refuse, Rule::Ambiguous))),
        ("weight_kg", "heavy", Some((Refuse, Rule::Number))),
        ("height_cm", "99", Some((Refuse, Rule::Range))),
        ("height_cm", "231", Some((Refuse, Rule::Range))),
        ("height_cm", "230", None),
        ("site", "moon", Some((Refuse, Rule::Choice))),
        ("touch", "", Some((Missing, Rule::Required))),
        ("consent_today", "no", Some((Refuse, Rule::NoConsent))),
        ("escort_confirmed", "", Some((Refuse, Rule::NoEscort))),
        ("pregnancy", "test_positive", Some((Refuse, Rule::Pregnant))),
        ("psychosis_mania", "yes", Some((Refuse, Rule::Psychotic))),
        ("intoxicated", "yes", Some((Refuse, Rule::Intoxicated))),
        ("suicidality", "passive", None),
        ("suicidality", "active", Some((Ask, Rule::Suicidal))),
        ("new_symptoms", "none", None),
        ("new_symptoms", "headache urinary", Some((Ask, Rule::NewSymptom))),
        ("go", "wait", Some((Ask, Rule::NotGo))),
        ("last_food_at", &minute(-119), Some((Ask, Rule::Fasting))),
        ("last_food_at", &minute(-120), None),
        ("last_drink_at", &minute(-29), Some((Ask, Rule::Fasting))),
        ("last_drink_at", &minute(-30), None),
        ("left_alone_min", "1", Some((Ask, Rule::Alone))),
        ("left_alone_min", "-1", Some((Refuse, Rule::Range))),
        ("arrived_at", "yesterday", Some((Refuse, Rule::Time))),
        ("left_at", &minute(-61), Some((Refuse, Rule::Order))),
        ("rems_submitted_at", "-5", Some((Refuse, Rule::Time))),
    ] {
        let found = with(name, typed).at(name);
        assert_eq!(found.first().copied(), level, "{name} {typed}");
    }
}

#[test]
fn a_prescriber_decides_what_a_prescriber_may() {
    for (name, typed, decides) in [
        ("pregnancy", "test_positive", true),
        ("escort_confirmed", "no", true),
        ("consent_today", "no", false),
        ("intoxicated", "yes", false),
    ] {
        let mut sheet = good();
        sheet.fields.insert(name.into(), typed.into());
        sheet.fields.insert("override_by".into(), "Dr. Rossi".into());
        assert_eq!(check(&sheet).at(name)[0].0, Level::Refuse, "a name alone is no reason");
        sheet.fields.insert("override_reason".into(), "Talked through with cardiology.".into());
        let level = if decides { Level::Missing } else { Level::Refuse };
        assert_eq!(check(&sheet).at(name)[0].0, level, "{name}");
        // Without a dose no gate applies.
        sheet.doses.clear();
        assert_eq!(check(&sheet).at(name)[0].0, Level::Missing, "{name}");
    }
    let list = lists::list("discharge", "en", None);
    let at = |clearance: Option<&Clearance>| check_with(&good(), clearance, &list).at("clearance");
    assert_eq!(at(None), [(Level::Refuse, Rule::NoClearance)]);
    let refused = Clearance { result: "not_cleared".into(), ..cleared() };
    assert_eq!(at(Some(&refused)), [(Level::Refuse, Rule::NotCleared)]);
    let year = Moment { unix_ms: dosed().unix_ms - 366 * DAY, ..dosed() };
    assert_eq!(at(Some(&Clearance { kept: Some(year), ..cleared() })), [(Level::Ask, Rule::OldClearance)]);
    let over = Clearance { valid_until: "2026-02-11".into(), ..cleared() };
    assert_eq!(at(Some(&over)), [(Level::Ask, Rule::OldClearance)]);
    assert_eq!(at(Some(&cleared())), []);
}

fn vital(fields: &[(&str, &str)], at: i64) -> Checked {
    let mut sheet = good();
    let mut typed = row(fields);
    typed.insert("at".into(), minute(at));
    sheet.observations = vec![typed];
    check(&sheet)
}

#[test]
fn each_vital_sign_is_refused_asked_or_alarming_where_its_rule_says_so() {
    use Level::{Alarm, Ask, Refuse};
    for (name, typed, level) in [
        ("hr", "24", Some(Refuse)),
        ("hr", "25", Some(Ask)),
        ("hr", "49", Some(Ask)),
        ("hr", "50", None),
        ("hr", "120", None),
        ("hr", "121", Some(Ask)),
        ("hr", "251", Some(Refuse)),
        ("spo2", "49", Some(Refuse)),
        ("spo2", "89", Some(Alarm)),
        ("spo2", "90", Some(Ask)),
        ("spo2", "93", Some(Ask)),
        ("spo2", "94", None),
        ("spo2", "101", Some(Refuse)),
        ("rr", "1", Some(Refuse)),
        ("rr", "7", Some(Alarm)),
        ("rr", "8", Some(Ask)),
        ("rr", "10", None),
        ("rr", "24", None),
        ("rr", "25", Some(Ask)),
        ("rr", "61", Some(Refuse)),
        ("temp", "32,9", Some(Refuse)),
        ("temp", "35,4", Some(Ask)),
        ("temp", "35,5", None),
        ("temp", "38", None),
        ("temp", "38,1", Some(Ask)),
        ("temp", "43,1", Some(Refuse)),
        ("sedation", "5", None),
        ("sedation", "4", None),
        ("sedation", "3", Some(Ask)),
        ("sedation", "1", Some(Alarm)),
        ("sedation", "6", Some(Refuse)),
        ("dissociation", "4", None),
        ("dissociation", "5", Some(Refuse)),
        ("cadss", "24", None),
        ("cadss", "25", Some(Refuse)),
        ("nausea", "6", None),
        ("nausea", "7", Some(Ask)),
        ("nausea", "11", Some(Refuse)),
        ("distress", "7", Some(Ask)),
        ("oxygen_l", "0", None),
        ("oxygen_l", "0,5", Some(Ask)),
        ("oxygen_l", "16", Some(Refuse)),
        ("etco2", "9", Some(Refuse)),
        ("etco2", "50", None),
        ("etco2", "51", Some(Ask)),
    ] {
        let found = vital(&[(name, typed)], 10).at(&format!("observations.0.{name}"));
        assert_eq!(found.first().map(|one| one.0), level, "{name} {typed}");
    }
    for (sys, dia, minutes, at_sys, at_dia) in [
        ("120", "80", 10, None, None),
        ("89", "60", 10, Some((Ask, Rule::Unusual)), None),
        ("159", "99", 10, None, None),
        ("160", "100", 10, Some((Ask, Rule::Unusual)), Some((Ask, Rule::Unusual))),
        ("179", "109", 10, Some((Ask, Rule::Unusual)), Some((Ask, Rule::Unusual))),
        ("180", "110", 10, Some((Alarm, Rule::Act)), Some((Alarm, Rule::Act))),
        ("281", "80", 10, Some((Refuse, Rule::Range)), None),
        ("120", "19", 10, None, Some((Refuse, Rule::Range))),
        ("80", "120", 10, Some((Ask, Rule::Unusual)), Some((Alarm, Rule::Act))),
        ("140", "90", -10, None, None),
        ("141", "91", -10, Some((Ask, Rule::PreDose)), Some((Ask, Rule::PreDose))),
    ] {
        let checked = vital(&[("sys", sys), ("dia", dia)], minutes);
        let first = |name: &str| checked.at(&format!("observations.0.{name}")).first().copied();
        assert_eq!((first("sys"), first("dia")), (at_sys, at_dia), "{sys}/{dia} at {minutes}");
    }
    assert!(vital(&[("sys", "80"), ("dia", "80")], 10).at("observations.0.dia").contains(&(Refuse, Rule::Pressure)));
    assert_eq!(vital(&[("dissociation", "3")], 89).stops(), []);
    assert_eq!(vital(&[("dissociation", "3")], 90).stops(), [("observations.0.dissociation", Rule::Lasting)]);
    assert_eq!(vital(&[("cadss", "9")], 10).at("observations.0.cadss_form"), [(Level::Missing, Rule::FormNamed)]);
}

fn given(fields: &[(&str, &str)]) -> Checked {
    let mut sheet = good();
    sheet.doses[0].extend(row(fields));
    check(&sheet)
}

#[test]
fn each_dose_is_checked_by_its_route_and_nothing_is_set_for_the_clinician() {
    for (route, substance, mg, asked) in [
        ("im", "racemic", "4,9", true),
        ("im", "racemic", "5", false),
        ("im", "racemic", "150", false),
        ("im", "racemic", "151", true),
        ("sc", "racemic", "151", true),
        ("iv_infusion", "racemic", "120", false),
        ("iv_infusion", "racemic", "121", true),
        ("iv_push", "racemic", "121", true),
        ("sublingual_buccal", "racemic", "400", false),
        ("sublingual_buccal", "racemic", "9", true),
        ("intranasal", "racemic", "150", false),
        ("intranasal", "racemic", "151", true),
        ("intranasal", "esketamine", "84", false),
        ("intranasal", "esketamine", "85", true),
        ("oral", "racemic", "401", true),
        ("rectal", "racemic", "400", false),
        ("other", "other", "400", false),
    ] {
        let checked = given(&[("route", route), ("substance", substance), ("mg", mg)]);
        assert_eq!(!checked.stops().is_empty(), asked, "{route} {substance} {mg}: {:?}", checked.stops());
        // Typed again, it is kept; a different number is not.
        let again = |again: &str| given(&[("route", route), ("substance", substance), ("mg", mg), ("mg_again", again)]);
        assert_eq!(again(mg).stops(), []);
        assert_eq!(
            again("33").at("doses.0.mg_again"),
            if asked { vec![(Level::Refuse, Rule::TypedTwice)] } else { vec![] }
        );
    }
    for (fields, place, rule) in [
        (&[("route", "")][..], "route", Rule::NoRoute),
        (&[("mg", "")], "mg", Rule::Required),
        (&[("mg", "0")], "mg", Rule::Range),
        (&[("mg", "-5")], "mg", Rule::Range),
        (&[("mg", "1000,1")], "mg", Rule::Range),
        (&[("mg", "100000")], "mg", Rule::Range),
        (&[("at", "")], "at", Rule::Required),
        (&[("strength_mg_per_ml", "0,9")], "strength_mg_per_ml", Rule::Range),
        (&[("strength_mg_per_ml", "201")], "strength_mg_per_ml", Rule::Range),
        (&[("volume_ml", "0,009")], "volume_ml", Rule::Range),
        (&[("volume_ml", "20,1")], "volume_ml", Rule::Range),
        (&[("held_min", "61")], "held_min", Rule::Range),
        (&[("expiry", "2026-02-11")], "expiry", Rule::Expired),
        (&[("expiry", "2026-02-30")], "expiry", Rule::Date),
        (&[("route", "lozenge")], "route", Rule::Choice),
    ] {
        let found = given(fields).at(&format!("doses.0.{place}"));
        assert!(found.contains(&(Level::Refuse, rule)), "{fields:?}: {found:?}");
    }
    assert_eq!(given(&[("strength_mg_per_ml", "50"), ("volume_ml", "1,2")]).stops(), []);
    assert_eq!(
        given(&[("strength_mg_per_ml", "50"), ("volume_ml", "2")]).stops(),
        [("doses.0.volume_ml", Rule::DoseDiffers)]
    );
    assert_eq!(given(&[("checked_by", "")]).stops(), [("doses.0.checked_by", Rule::NotChecked)]);
    assert_eq!(given(&[("expiry", "2026-02-12")]).stops(), []);
    let mut sheet = good();
    let lozenge = |row: &str, mg: &str| {
        let mut one = dose();
        one.extend(self::row(&[("row", row), ("route", "sublingual_buccal"), ("mg", mg)]));
        one
    };
    sheet.doses = vec![lozenge("a", "250"), lozenge("b", "250")];
    assert_eq!(check(&sheet).stops(), []);
    sheet.doses[1].insert("mg".into(), "251".into());
    assert_eq!(check(&sheet).stops(), [("doses", Rule::SumHigh)]);
}

#[test]
fn a_question_is_answered_for_the_value_that_was_asked_about_only() {
    let asked = with("weight_kg", "39").findings.into_iter().find(|one| one.place == "weight_kg").unwrap();
    let mut sheet = good();
    sheet.fields.insert("weight_kg".into(), "39".into());
    sheet.confirmed.push(asked.confirm.clone());
    assert_eq!(check(&sheet).stops(), []);
    sheet.fields.insert("weight_kg".into(), "38".into());
    assert_eq!(check(&sheet).stops(), [("weight_kg", Rule::Unusual)]);
    // A rejected value cannot be confirmed.
    let refused = with("weight_kg", "20").findings.into_iter().find(|one| one.place == "weight_kg").unwrap();
    sheet.fields.insert("weight_kg".into(), "20".into());
    sheet.confirmed.push(refused.confirm);
    assert_eq!(check(&sheet).stops(), [("weight_kg", Rule::Range)]);
}

fn leaving(state: &str, note: &str, over: &str, minutes: i64) -> Checked {
    let list = lists::list("discharge", "en", None);
    let mut sheet = good();
    sheet.fields.insert("left_at".into(), minute(minutes));
    sheet.fields.insert("discharge_override_by".into(), over.into());
    sheet.items = list.items.iter().map(|item| row(&[("row", &item.id), ("state", "yes")])).collect();
    sheet.items[3].extend(row(&[("state", state), ("note", note)]));
    check(&sheet)
}

#[test]
fn nobody_leaves_while_an_item_says_no_unless_a_prescriber_is_named() {
    assert_eq!(leaving("yes", "", "", 90).stops(), []);
    assert_eq!(leaving("not_applicable", "", "", 90).stops(), []);
    assert_eq!(leaving("no", "", "", 90).stops(), [("items.3.note", Rule::NoReason), ("left_at", Rule::NotReady)]);
    assert_eq!(leaving("no", "sways", "", 90).stops(), [("left_at", Rule::NotReady)]);
    assert_eq!(leaving("no", "sways", "Dr. Rossi", 90).stops(), []);
    assert_eq!(leaving("", "", "", 90).stops(), [("left_at", Rule::OpenItems)]);
    assert_eq!(leaving("yes", "", "", 89).stops(), [("left_at", Rule::LeftEarly)]);
    let kept = leaving("no", "sways", "Dr. Rossi", 90).record;
    assert_eq!((kept.discharge.len(), kept.discharge[3].words.as_str()), (18, "Walks steadily without help"));
    assert_eq!((kept.discharge_version.as_str(), kept.discharge_state()), ("1", "left"));
}

#[test]
fn the_rows_are_laid_out_by_route_and_a_second_dose_begins_anew() {
    let minutes = |fields: &[(&str, &str)]| -> Vec<i64> {
        due(&given(fields).record, &Rules::default()).iter().map(|row| row.minute).collect()
    };
    assert_eq!(minutes(&[]), [0, 10, 20, 30, 45, 60, 90]);
    assert_eq!(minutes(&[("route", "iv_infusion")]), [0, 15, 30, 45, 60, 90]);
    assert_eq!(minutes(&[("route", "sublingual_buccal")]), [0, 30, 45, 60, 90, 120]);
    assert_eq!(minutes(&[("route", "intranasal")]), [0, 20, 40, 60, 90]);
    assert_eq!(minutes(&[("route", "intranasal"), ("substance", "esketamine"), ("mg", "56")]), [0, 40, 120]);
    let mut sheet = good();
    let mut second = dose();
    second.extend(row(&[("row", "d2"), ("at", &minute(40))]));
    sheet.doses.push(second);
    let observed = |row_: &str, at: i64| row(&[("row", row_), ("at", &minute(at)), ("hr", "70")]);
    sheet.observations = vec![observed("a", -20), observed("b", 12), observed("c", 26), observed("d", 41)];
    let record = check(&sheet).record;
    let rows: Vec<(usize, i64, bool)> =
        due(&record, &Rules::default()).iter().map(|row| (row.dose, row.minute, row.taken)).collect();
    assert_eq!(
        rows,
        [
            (1, 0, true),
            (1, 10, true),
            (1, 20, false),
            (1, 30, true),
            (2, 0, true),
            (2, 10, false),
            (2, 20, false),
            (2, 30, false),
            (2, 45, false),
            (2, 60, false),
            (2, 90, false)
        ]
    );
    assert_eq!(earliest_end(&record.doses, &Rules::default()), Some(dosed().unix_ms + 130 * MINUTE));
}

fn item(n: u8, days: i64, body: impl Into<Body>) -> Item {
    let when = Moment { unix_ms: dosed().unix_ms + days * DAY, ..dosed() };
    Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body: body.into() } }
}

#[test]
fn sums_count_each_session_once_within_their_days() {
    let plain = |number, mg| DosingSession {
        number,
        route: "intramuscular".into(),
        dose_mg: Some(mg),
        by_therapist: true,
        ..Default::default()
    };
    let clinic = SessionRecord { kept: Some(dosed()), number: 4, ..check(&good()).record };
    let draft = SessionRecord { kept: None, number: 9, ..check(&good()).record };
    let items = [
        item(1, -364, plain(1, 40.0)),
        item(2, -89, plain(2, 50.0)),
        item(3, -29, plain(3, 55.0)),
        // Both are of one session: the clinic's record counts.
        item(4, 0, SessionRecord { number: 4, ..clinic }),
        item(5, 0, plain(4, 999.0)),
        item(6, 0, draft),
        item(7, -366, plain(8, 80.0)),
        item(8, -1, DosingSession { number: 5, ..Default::default() }),
    ];
    let now = Moment { unix_ms: dosed().unix_ms + MINUTE, ..dosed() };
    let sums: Vec<_> = exposure(&items, &now, &Rules::default())
        .into_iter()
        .map(|one| (one.days, one.sessions, one.mg, one.without_dose))
        .collect();
    let im = |mg: f64| vec![("im".to_owned(), mg)];
    assert_eq!(sums, [(30, 3, im(115.0), 1), (90, 4, im(165.0), 1), (365, 5, im(205.0), 1)]);
}

#[test]
fn a_practice_changes_its_lists_and_the_words_that_were_asked_stay() {
    let own = CheckList {
        list: "discharge".into(),
        edition: 2,
        items: vec![
            OwnItem { id: "belongings".into(), off: true, ..Default::default() },
            OwnItem { id: "walks".into(), words: "Walks to the door and back".into(), ..Default::default() },
            OwnItem { id: "own_1_0".into(), words: "Cat is fed".into(), ..Default::default() },
        ],
        ..Default::default()
    };
    let list = lists::list("discharge", "de", Some(&own));
    let words: BTreeMap<&str, &str> = list.items.iter().map(|item| (item.id.as_str(), item.words.as_str())).collect();
    assert_eq!((list.version.as_str(), list.items.len()), ("1+2", 18));
    assert!(!words.contains_key("belongings"));
    assert_eq!((words["walks"], words["own_1_0"]), ("Walks to the door and back", "Cat is fed"));
    assert!(words["awake"].starts_with("Wach"));
    // Both languages have a text for every item, and every item of the intake is in a section.
    let sections: BTreeSet<String> = lists::sections("en").into_iter().map(|(id, _)| id).collect();
    for name in lists::NAMES {
        let (en, de) = (lists::list(name, "en", None), lists::list(name, "de", None));
        assert!(
            en.items
                .iter()
                .zip(&de.items)
                .all(|(en, de)| en.id == de.id && !en.words.is_empty() && !de.words.is_empty())
        );
        assert!(name == "discharge" || en.items.iter().all(|item| sections.contains(&item.section)));
    }
    let mut sheet = good();
    sheet.items = vec![row(&[("row", "gone"), ("words", "An item of last year"), ("state", "yes")])];
    assert_eq!(check(&sheet).record.discharge[0].words, "An item of last year");
}

#[test]
fn the_intake_lists_and_the_prescriber_decides() {
    let list = lists::list("intake", "en", None);
    let now = dosed();
    let rules = Rules::default();
    let context = Context { now: &now, planned: None, clearance: None, list: &list, rules: &rules };
    let read = |items: &[(&str, &str)], result: &str| {
        let items = items.iter().map(|(id, state)| row(&[("row", id), ("state", state)])).collect();
        let fields = row(&[("by", "Dr. Rossi"), ("result", result), ("valid_until", "2026-12-31")]);
        let (record, findings) = clearance::read(&Sheet { fields, items, ..Default::default() }, &context);
        let at: Vec<_> = findings.iter().filter(|one| one.place == "result").map(|one| (one.level, one.rule)).collect();
        (record.result, at, findings.iter().filter(|one| one.level == Level::Missing).count())
    };
    assert_eq!(read(&[], "not_cleared"), ("not_cleared".into(), vec![], list.items.len()));
    assert_eq!(read(&[("under_18", "yes")], "cleared").1, [(Level::Refuse, Rule::Minor)]);
    assert_eq!(read(&[("aneurysm", "yes")], "conditions").1, [(Level::Ask, Rule::StopItem)]);
    assert_eq!(read(&[("aneurysm", "no"), ("seizures", "yes")], "cleared").1, []);
}

/// The values of a record, each with its place; rows by their name.
fn values(payload: &Payload) -> BTreeSet<(String, String)> {
    fn add(path: &str, value: &Value, found: &mut BTreeSet<(String, String)>) {
        match value {
            Value::Array(rows) if rows.iter().any(Value::is_object) => {
                for (n, row) in rows.iter().enumerate() {
                    let name = row.get("row").and_then(Value::as_str).map_or(n.to_string(), str::to_owned);
                    add(&format!("{path}.{name}"), row, found);
                }
            }
            Value::Object(fields) if !fields.contains_key("zone") => {
                for (name, value) in fields.iter().filter(|(name, _)| *name != "row") {
                    add(&format!("{path}.{name}"), value, found);
                }
            }
            value => drop(found.insert((path.to_owned(), value.to_string()))),
        }
    }
    let mut found = BTreeSet::new();
    for (name, value) in payload.fields().iter().filter(|(name, _)| !["kind", "when"].contains(&name.as_str())) {
        add(name, value, &mut found);
    }
    found
}

fn any_row(names: &'static [&'static str]) -> impl Strategy<Value = Row> {
    let text = prop_oneof![
        "\\PC{0,8}",
        "[0-9]{1,4}[,.]?[0-9]{0,3}",
        Just(minute(10)),
        Just("yes".to_owned()),
        Just("im".to_owned())
    ];
    let fields = prop::collection::btree_map(prop::sample::select(names), text, 0..8);
    (fields, prop::sample::select(vec!["", "a", "b", "c"])).prop_map(|(fields, name)| {
        let mut fields: Row = fields.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        fields.insert("row".into(), name.into());
        fields
    })
}

const HEAD: &[&str] = &[
    "number",
    "arrived_at",
    "left_at",
    "site",
    "touch",
    "weight_kg",
    "height_cm",
    "last_food_at",
    "pregnancy",
    "new_symptoms",
    "suicidality",
    "rems_minutes_monitored",
    "rems_sae",
    "left_alone_min",
    "stop_sign",
    "recording",
];
const ROW: &[&str] = &[
    "at",
    "mg",
    "mg_again",
    "route",
    "substance",
    "expiry",
    "strength_mg_per_ml",
    "volume_ml",
    "sys",
    "dia",
    "hr",
    "spo2",
    "note",
    "by",
    "role",
    "from",
    "to",
    "what",
    "group",
    "state",
    "words",
    "wasted_mg",
    "held_min",
];

/// A sheet that a failing test may print, because its values are invented.
#[derive(Clone)]
struct Typed(Sheet);

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&serde_json::to_string(&self.0).unwrap())
    }
}

fn any_sheet() -> impl Strategy<Value = Typed> {
    let rows = || prop::collection::vec(any_row(ROW), 0..4);
    (any_row(HEAD), rows(), rows(), rows(), rows(), rows(), rows(), prop::collection::vec("\\PC{0,6}", 0..2)).prop_map(
        |(fields, staff, substances, doses, observations, interventions, items, confirmed)| {
            let touches = Vec::new();
            Typed(Sheet { fields, staff, substances, doses, observations, interventions, touches, items, confirmed })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_check_takes_any_text(Typed(sheet) in any_sheet(), now in any::<i64>(), near in any::<bool>(), minutes in -840_i32..840) {
        let unix_ms = if near { dosed().unix_ms } else { now };
        let now = Moment { unix_ms, offset_s: minutes * 60, zone: String::new() };
        let list = lists::list("discharge", "en", None);
        let rules = Rules::default();
        let context = Context { now: &now, planned: Some(4), clearance: None, list: &list, rules: &rules };
        let (record, _) = session::read(&sheet, &context);
        due(&record, &rules);
        clearance::read(&sheet, &context);
        // A record that was read can be written and read again unchanged.
        let record = Record { when: dosed(), body: record.into() };
        prop_assert!(record.to_payload().to_record().unwrap() == record);
        prop_assert!(Sheet::of_draft(&sheet.to_draft()).unwrap_or_default() == sheet);
    }

    #[test]
    fn amendments_never_lose_an_earlier_value(Typed(one) in any_sheet(), Typed(other) in any_sheet()) {
        let payload = |sheet: &Sheet| Record { when: dosed(), body: check(sheet).record.into() }.to_payload();
        let (before, after) = (payload(&one), payload(&other));
        let mut kept = values(&after);
        // The last author is not an earlier value.
        kept.extend(values(&before).into_iter().filter(|(name, _)| name == "by"));
        let unnamed = |rows: &[Row]| {
            let names: Vec<_> = rows.iter().map(|row| row.get("row").cloned().unwrap_or_default()).collect();
            names.iter().collect::<BTreeSet<_>>().len() < names.len()
        };
        for change in amendments(&before, &after, "Ada", &dosed()) {
            let path = change.field.clone();
            let inner = match change.before.clone() {
                Value::Object(fields) if !fields.contains_key("zone") => Payload::from(fields),
                value => {
                    kept.insert((path, value.to_string()));
                    continue;
                }
            };
            kept.extend(values(&inner).into_iter().map(|(name, value)| (format!("{path}.{name}"), value)));
            if let Some(when) = inner.field("kind") {
                kept.insert((format!("{path}.kind"), when.to_string()));
            }
        }
        // Rows with the same name cannot be distinguished by their path.
        let lists = [&one.staff, &one.substances, &one.doses, &one.observations, &one.interventions, &one.items];
        prop_assume!(!lists.into_iter().any(|rows| unnamed(rows)));
        for value in values(&before) {
            prop_assert!(kept.contains(&value), "{value:?} is lost");
        }
        prop_assert!(amendments(&before, &before, "Ada", &dosed()).is_empty());
    }
}

fn clinics_journal() -> Vec<Item> {
    let sheet = {
        let mut sheet = good();
        sheet.observations[0].extend(row(&[
            ("spo2", "97"),
            ("rr", "14"),
            ("temp", "36,6"),
            ("sedation", "4"),
            ("etco2", "38"),
        ]));
        sheet.items = vec![row(&[("row", "awake"), ("state", "yes")])];
        sheet
    };
    let plain = DosingSession {
        number: 1,
        route: "intramuscular".into(),
        dose_mg: Some(60.0),
        by_therapist: true,
        recorded_by: "clinic".into(),
        ..Default::default()
    };
    let mut typing = SessionRecord { number: 2, ..Default::default() };
    typing.draft.insert("fields".into(), serde_json::json!({ "touch_words": "typed and not kept" }));
    vec![
        item(1, 0, plain),
        item(2, 0, SessionRecord { kept: Some(dosed()), ..check(&sheet).record }),
        item(3, -5, cleared()),
        item(4, 1, typing),
    ]
}

#[test]
fn exports_hold_what_was_kept_and_nothing_that_is_only_typed() {
    let (items, definitions) = (clinics_journal(), all_built_in().unwrap());
    let made = Moment { unix_ms: dosed().unix_ms + DAY, ..dosed() };
    let source =
        Source { items: &items, definitions: &definitions, handle: "wren", care: None, made: &made, notice: None };
    let bundle: Value = serde_json::from_str(&fhir(&source)).unwrap();
    let resources: Vec<&Value> = bundle["entry"].as_array().unwrap().iter().map(|one| &one["resource"]).collect();
    let doses: Vec<&&Value> =
        resources.iter().filter(|one| one["resourceType"] == "MedicationAdministration").collect();
    assert_eq!(doses.len(), 1, "dose events instead of the sum");
    assert_eq!(doses[0]["dosage"]["dose"]["value"], 60);
    assert_eq!(doses[0]["dosage"]["route"]["coding"][0]["code"], "78421000");
    assert_eq!(doses[0]["effectiveDateTime"], dosed().rfc3339());
    for (code, unit) in [
        ("85354-9", None),
        ("8867-4", Some("/min")),
        ("2708-6", Some("%")),
        ("9279-1", Some("/min")),
        ("8310-5", Some("Cel")),
        ("29463-7", Some("kg")),
        ("8302-2", Some("cm")),
        ("19889-5", Some("mm[Hg]")),
    ] {
        let found = resources.iter().find(|one| one["code"]["coding"][0]["code"] == code);
        let found = found.unwrap_or_else(|| panic!("{code}"));
        if let Some(unit) = unit {
            assert_eq!(found["valueQuantity"]["code"], unit, "{code}");
        }
    }
    let table = clinic::values(&[source]);
    let cell = |row: &str| table.lines().any(|line| line.trim_end().ends_with(row));
    assert!(
        cell(&format!(
            ",1,observations,o1,sys,120,mm[Hg],{}",
            Moment { unix_ms: dosed().unix_ms + 10 * MINUTE, ..dosed() }.rfc3339()
        )),
        "{table}"
    );
    assert!(cell(",1,session,,weight_kg,70.5,kg,"));
    let text = markdown(&source);
    assert!(
        text.contains("### The clinic's record")
            && text.contains("60 mg, racemic, im")
            && text.contains("| 10 | 120 | 80 |"),
        "{text}"
    );
    for text in [fhir(&source), table, text, json(&source)] {
        assert!(!text.contains("typed and not kept"));
    }
}
