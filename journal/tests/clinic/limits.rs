//! Each limit with the values on both sides of it.

use journal::clinic::{Level, Rule, Sheet, lists};
use journal::record::{Clearance, Moment, Record, Route};

use crate::sheets::{DAY, dosed, minute, row};
use crate::{Checked, check, check_with, cleared, dose, dosed_with, good, with};

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
        // The first row of every route is minute 0, before the dose.
        ("140", "90", 0, None, None),
        ("141", "91", 0, Some((Ask, Rule::PreDose)), Some((Ask, Rule::PreDose))),
        ("141", "91", 1, None, None),
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
        let checked = dosed_with(&[("route", route), ("substance", substance), ("mg", mg)]);
        assert_eq!(!checked.stops().is_empty(), asked, "{route} {substance} {mg}: {:?}", checked.stops());
        // Typed again, it is kept; a different number is not.
        let again =
            |again: &str| dosed_with(&[("route", route), ("substance", substance), ("mg", mg), ("mg_again", again)]);
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
        let found = dosed_with(fields).at(&format!("doses.0.{place}"));
        assert!(found.contains(&(Level::Refuse, rule)), "{fields:?}: {found:?}");
    }
    assert_eq!(dosed_with(&[("strength_mg_per_ml", "50"), ("volume_ml", "1,2")]).stops(), []);
    assert_eq!(
        dosed_with(&[("strength_mg_per_ml", "50"), ("volume_ml", "2")]).stops(),
        [("doses.0.volume_ml", Rule::DoseDiffers)]
    );
    assert_eq!(dosed_with(&[("checked_by", "")]).stops(), [("doses.0.checked_by", Rule::NotChecked)]);
    assert_eq!(dosed_with(&[("expiry", "2026-02-12")]).stops(), []);
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
