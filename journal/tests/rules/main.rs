//! The practice's rules: each is refused where it is wider than the built-in limit, applies where it is narrower, and
//! never makes a check milder, whatever is stored.
#![allow(clippy::unwrap_used)] // Helpers of tests are tests.

mod random;
#[path = "../sheets/mod.rs"]
mod sheets;

use journal::arc::Item;
use journal::clinic::exposure::exposure;
use journal::clinic::rules::form;
use journal::clinic::schedule::{due, earliest_end};
use journal::clinic::{Context, Finding, Level, Rule, Rules, Sheet, doses, lists, session};
use journal::record::{
    Body, Clearance, ClinicRules, DosingSession, Moment, OwnLimits, Record, Route, SessionRecord, Substance,
};
use protocol::RecordId;

use crate::sheets::{DAY, MINUTE, dosed, minute, row};

/// A session with one dose and one row of observations that nothing is wrong with.
fn good() -> Sheet {
    let staff = |name: &str, role: &str| row(&[("row", name), ("name", name), ("role", role)]);
    let dose = [("at", &*minute(0)), ("substance", "racemic"), ("route", "im"), ("mg", "60"), ("checked_by", "Ben")];
    Sheet {
        fields: row(&[
            ("number", "1"),
            ("consent_today", "yes"),
            ("escort_confirmed", "yes"),
            ("weight_kg", "70,5"),
            ("last_food_at", &minute(-180)),
        ]),
        staff: vec![staff("Ada", "monitor"), staff("Ben", "therapist")],
        doses: vec![row(&dose)],
        observations: vec![row(&[("at", &minute(10)), ("sys", "145"), ("dia", "80"), ("spo2", "95")])],
        ..Default::default()
    }
}

fn check(sheet: &Sheet, rules: &Rules) -> (SessionRecord, Vec<Finding>) {
    let now = Moment { unix_ms: dosed().unix_ms + 300 * MINUTE, ..dosed() };
    let clearance = Clearance { kept: Some(dosed()), result: "cleared".into(), ..Default::default() };
    let list = lists::list("discharge", "en", None);
    let context = Context { now: &now, planned: None, clearance: Some(&clearance), list: &list, rules };
    session::read(sheet, &context)
}

/// Place, level, rule, and the limits that applied.
type Stop = (String, Level, Rule, Option<f64>, Option<f64>);

/// What is asked, alarming or refused.
fn stops(sheet: &Sheet, rules: &Rules) -> Vec<Stop> {
    let found = check(sheet, rules).1.into_iter().filter(|one| one.level != Level::Missing);
    found.map(|one| (one.place, one.level, one.rule, one.low, one.high)).collect()
}

/// The rules of a form that nothing is wrong with.
fn rules(typed: &[(&str, &str)]) -> Rules {
    let (own, findings) = form::read(&row(typed), None);
    assert_eq!(findings, [], "{typed:?}");
    Rules::of(Some(&ClinicRules { edition: 3, ..own }))
}

#[test]
fn a_rule_is_refused_at_its_field_where_it_is_wider_or_cannot_be_read() {
    for (name, typed, refused) in [
        // The upper pressure is asked about below 90 and from 160, and is an alarm from 180.
        ("sys.ask_low", "89,9", Some((Rule::Wider, Some(90.0), Some(160.0)))),
        ("sys.ask_low", "90", None),
        ("sys.ask_low", "100,5", None),
        ("sys.ask_low", "160", Some((Rule::NoneUsual, None, None))),
        ("sys.ask_high", "161", Some((Rule::Wider, Some(90.0), Some(160.0)))),
        ("sys.ask_high", "150.5", None),
        ("sys.ask_high", "90", Some((Rule::NoneUsual, None, None))),
        ("sys.alarm_high", "181", Some((Rule::Wider, Some(160.0), Some(180.0)))),
        ("sys.alarm_high", "159", Some((Rule::Wider, Some(160.0), Some(180.0)))),
        ("sys.alarm_high", "170", None),
        // There is no lower limit of the lower pressure: any possible one is narrower.
        ("dia.ask_low", "50", None),
        ("dia.ask_low", "19", Some((Rule::Wider, Some(20.0), Some(100.0)))),
        ("spo2.alarm_low", "89", Some((Rule::Wider, Some(90.0), Some(94.0)))),
        ("spo2.alarm_low", "92", None),
        ("sedation.ask_low", "4", None),
        ("sedation.ask_low", "2", Some((Rule::Wider, Some(3.0), Some(5.0)))),
        ("weight_kg.ask_high", "200", Some((Rule::Wider, Some(40.0), Some(180.0)))),
        ("weight_kg.ask_high", "120", None),
        ("weight_kg.ask_high", "1,000", Some((Rule::Ambiguous, None, None))),
        ("weight_kg.ask_high", "heavy", Some((Rule::Number, None, None))),
        ("im.low_mg", "4", Some((Rule::Wider, Some(5.0), Some(150.0)))),
        ("im.high_mg", "151", Some((Rule::Wider, Some(5.0), Some(150.0)))),
        ("im.high_mg", "100", None),
        ("intranasal_esketamine.high_mg", "56", None),
        ("intranasal_esketamine.high_mg", "90", Some((Rule::Wider, Some(28.0), Some(84.0)))),
        ("other.high_mg", "90", None),
        ("oral.session_mg", "501", Some((Rule::Wider, Some(f64::MIN_POSITIVE), Some(500.0)))),
        ("oral.session_mg", "300", None),
        ("food_hours", "1,5", Some((Rule::Wider, Some(2.0), Some(24.0)))),
        ("food_hours", "2,5", None),
        ("drink_hours", "0,25", Some((Rule::Wider, Some(0.5), Some(12.0)))),
        ("drink_hours", "2", None),
        ("sys.before_high", "141", Some((Rule::Wider, Some(90.0), Some(140.0)))),
        ("sys.before_high", "89", Some((Rule::Wider, Some(90.0), Some(140.0)))),
        ("sys.before_high", "130", None),
        ("dia.before_high", "91", Some((Rule::Wider, Some(20.0), Some(90.0)))),
        ("dia.before_high", "85,5", None),
        ("dissociation.lasting_high", "3,5", Some((Rule::Wider, Some(1.0), Some(3.0)))),
        ("dissociation.lasting_high", "2", None),
        ("dissociation.lasting_minutes", "91", Some((Rule::Wider, Some(0.0), Some(90.0)))),
        ("dissociation.lasting_minutes", "60", None),
        ("30.max_sessions", "0", Some((Rule::Range, Some(1.0), Some(366.0)))),
        ("30.max_sessions", "1,5", Some((Rule::Number, None, None))),
        ("90.max_sessions", "8", None),
        ("365.max_mg", "-1", Some((Rule::Range, Some(f64::MIN_POSITIVE), Some(1_000_000.0)))),
    ] {
        let found = form::read(&row(&[(name, typed)]), None).1;
        assert!(
            found.len() <= 1 && found.iter().all(|one| one.place == name && one.level == Level::Refuse),
            "{found:?}"
        );
        assert_eq!(found.first().map(|one| (one.rule, one.low, one.high)), refused, "{name} {typed}");
    }
    // Two rules that leave nothing between them; a later alarm where more is asked about.
    let both =
        |fields: &[(&str, &str)]| form::read(&row(fields), None).1.first().map(|one| (one.place.clone(), one.rule));
    assert_eq!(both(&[("hr.ask_low", "80"), ("hr.ask_high", "70")]), Some(("hr.ask_high".into(), Rule::NoneUsual)));
    assert_eq!(both(&[("im.low_mg", "80"), ("im.high_mg", "70")]), Some(("im.high_mg".into(), Rule::NoneUsual)));
    assert_eq!(both(&[("spo2.ask_low", "97"), ("spo2.alarm_low", "95")]), None);
    let narrow = [("sys.ask_low", "141"), ("sys.before_high", "135")];
    assert_eq!(both(&narrow), Some(("sys.before_high".into(), Rule::NoneUsual)));
}

#[test]
fn rows_are_added_and_the_end_is_later_never_earlier() {
    let nasal = "intranasal_esketamine.minutes";
    for (name, typed, refused) in [
        ("im.minutes", "0, 10, 20, 30, 45, 60, 90, 120", None),
        ("im.minutes", "0;10;20;30;45;60;75;90", None),
        ("im.minutes", "0 10 20 30 45 60 90", None),
        ("im.minutes", "0, 10, 20, 30, 45, 60", Some((Rule::RowMissing, Some(90.0)))),
        ("im.minutes", "0, 20, 30, 45, 60, 90", Some((Rule::RowMissing, Some(10.0)))),
        ("im.minutes", "10, 20, 30, 45, 60, 90", Some((Rule::Minutes, None))),
        ("im.minutes", "0, 10, 20, 30, 60, 45, 90", Some((Rule::Minutes, None))),
        ("im.minutes", "0, 10, 10, 20, 30, 45, 60, 90", Some((Rule::Minutes, None))),
        ("im.minutes", "0, 7.5, 90", Some((Rule::Minutes, None))),
        ("im.minutes", "0, -5, 90", Some((Rule::Minutes, None))),
        ("im.minutes", "soon", Some((Rule::Minutes, None))),
        ("im.minutes", "0, 10, 20, 30, 45, 60, 90, 481", Some((Rule::Range, Some(0.0)))),
        (nasal, "0, 40, 120, 150", None),
        (nasal, "0, 40, 90", Some((Rule::RowMissing, Some(120.0)))),
        (nasal, "0, 120", Some((Rule::RowMissing, Some(40.0)))),
    ] {
        let found = form::read(&row(&[(name, typed)]), None).1;
        assert_eq!(found.first().map(|one| (one.rule, one.low)), refused, "{name} {typed}");
    }
    let longer = rules(&[("im.minutes", "0, 10, 20, 30, 45, 60, 90, 120"), (nasal, "0, 40, 80, 120, 150")]);
    let (record, _) = check(&good(), &longer);
    let rows = due(&record, &longer);
    assert_eq!(rows.iter().map(|row| row.minute).collect::<Vec<_>>(), [0, 10, 20, 30, 45, 60, 90, 120]);
    assert_eq!(rows.iter().filter(|row| row.end).map(|row| row.minute).collect::<Vec<_>>(), [120]);
    assert_eq!(earliest_end(&record.doses, &longer), Some(dosed().unix_ms + 120 * MINUTE));
    assert_eq!(longer.minutes(Some(Route::Intranasal), Some(Substance::Esketamine)), [0, 40, 80, 120, 150]);
    assert_eq!(longer.minutes(Some(Route::Intranasal), Some(Substance::Racemic)), [0, 20, 40, 60, 90]);
    // Leaving, and the item that says that the time has passed, follow the practice's end.
    let mut sheet = good();
    sheet.fields.insert("left_at".into(), minute(100));
    sheet.items = vec![row(&[("row", "time_ok"), ("state", "yes"), ("at", &minute(100))])];
    let asked = |rules: &Rules| -> Vec<String> {
        let early = stops(&sheet, rules).into_iter().filter(|one| one.2 == Rule::LeftEarly);
        early.map(|one| one.0).collect()
    };
    assert_eq!(asked(&Rules::default()), [] as [&str; 0]);
    assert_eq!(asked(&longer), ["items.0.state", "left_at"]);
    // The form of the esketamine programme as well.
    sheet.doses[0].extend(row(&[("substance", "esketamine"), ("route", "intranasal"), ("mg", "56")]));
    sheet.fields.insert("rems_minutes_monitored".into(), "130".into());
    let short = |rules: &Rules| stops(&sheet, rules).into_iter().find(|one| one.2 == Rule::ShortWatch).map(|one| one.3);
    assert_eq!((short(&Rules::default()), short(&longer)), (None, Some(Some(150.0))));
}

#[test]
fn a_session_is_asked_by_the_practices_rules_and_says_which() {
    let none = Rules::default();
    assert_eq!(stops(&good(), &none), []);
    assert_eq!(check(&good(), &none).0.rules_version, "1");
    let all = rules(&[
        ("sys.ask_high", "140"),
        ("spo2.ask_low", "98"),
        ("spo2.alarm_low", "96"),
        ("weight_kg.ask_high", "70"),
        ("food_hours", "6"),
        ("im.high_mg", "50"),
        ("im.session_mg", "55"),
    ]);
    let (record, _) = check(&good(), &all);
    assert_eq!(record.rules_version, "1+3");
    assert_eq!(
        stops(&good(), &all),
        [
            ("weight_kg".to_owned(), Level::Ask, Rule::Unusual, Some(40.0), Some(70.0)),
            ("last_food_at".to_owned(), Level::Ask, Rule::Fasting, Some(6.0), None),
            ("doses.0.mg".to_owned(), Level::Ask, Rule::DoseUnusual, Some(5.0), Some(50.0)),
            ("doses".to_owned(), Level::Ask, Rule::SumHigh, None, Some(55.0)),
            ("observations.0.sys".to_owned(), Level::Ask, Rule::Unusual, Some(90.0), Some(140.0)),
            ("observations.0.spo2".to_owned(), Level::Alarm, Rule::Act, Some(96.0), None),
        ]
    );
    // A rule of one route says nothing of another.
    let mut sheet = good();
    sheet.doses[0].insert("route".into(), "sc".into());
    assert!(!stops(&sheet, &all).iter().any(|one| one.0.starts_with("doses")));
    // The label's single doses of the nasal spray stay, within the practice's range.
    let spray = rules(&[("intranasal_esketamine.high_mg", "56")]);
    for (mg, built_in, own) in [(28.0, false, false), (56.0, false, false), (84.0, false, true), (40.0, true, true)] {
        let unusual = |rules| doses::is_unusual(Route::Intranasal, Some(Substance::Esketamine), mg, rules);
        assert_eq!((unusual(&none), unusual(&spray)), (built_in, own), "{mg}");
    }
}

#[test]
fn pressure_before_a_dose_a_drink_and_lasting_dissociation_follow_the_rules() {
    let own = rules(&[
        ("drink_hours", "1,5"),
        ("sys.before_high", "130"),
        ("dia.before_high", "85"),
        ("dissociation.lasting_high", "2"),
        ("dissociation.lasting_minutes", "60"),
    ]);
    let asked = |drank: i64, at: i64, seen: &[(&str, &str)], rules: &Rules| {
        let mut sheet = good();
        sheet.fields.insert("last_drink_at".into(), minute(-drank));
        sheet.observations = vec![row(&[("at", &minute(at))])];
        sheet.observations[0].extend(row(seen));
        stops(&sheet, rules)
    };
    let pressure = [("sys", "131"), ("dia", "86")];
    let none = Rules::default();
    let at = |name: &str| format!("observations.0.{name}");
    assert_eq!(asked(45, -10, &pressure, &none), []);
    assert_eq!(
        asked(45, -10, &pressure, &own),
        [
            ("last_drink_at".to_owned(), Level::Ask, Rule::Fasting, Some(1.5), None),
            (at("sys"), Level::Ask, Rule::PreDose, None, Some(130.0)),
            (at("dia"), Level::Ask, Rule::PreDose, None, Some(85.0)),
        ]
    );
    // After the dose the pressure before it means nothing, and 130/85 itself is usual.
    assert_eq!(asked(90, 10, &pressure, &own), []);
    assert_eq!(asked(90, -10, &[("sys", "130"), ("dia", "85")], &own), []);
    assert_eq!(asked(90, 60, &[("dissociation", "2")], &none), []);
    let lasting = (at("dissociation"), Level::Ask, Rule::Lasting, Some(60.0), None);
    assert_eq!(asked(90, 60, &[("dissociation", "2")], &own), [lasting]);
    assert_eq!(asked(90, 59, &[("dissociation", "2")], &own), []);
    assert_eq!(asked(90, 60, &[("dissociation", "1")], &own), []);
}

#[test]
fn what_was_given_is_compared_with_the_practices_rules() {
    let session = |n: u8, days: i64| {
        let body = DosingSession { number: n.into(), dose_mg: Some(60.0), by_therapist: true, ..Default::default() };
        let when = Moment { unix_ms: dosed().unix_ms - days * DAY, ..dosed() };
        Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body: Body::DosingSession(body) } }
    };
    let items = [session(1, 60), session(2, 20), session(3, 10), session(4, 1)];
    let reached = |rules: &Rules| -> Vec<_> {
        exposure(&items, &dosed(), rules)
            .into_iter()
            .map(|one| (one.max_sessions, one.max_mg, one.sessions_reached || one.mg_reached))
            .collect()
    };
    assert_eq!(reached(&Rules::default()), [(None, None, false); 3]);
    let own = rules(&[("30.max_sessions", "3"), ("90.max_sessions", "5"), ("365.max_mg", "240")]);
    assert_eq!(reached(&own), [(Some(3), None, true), (Some(5), None, false), (None, Some(240.0), true)]);
    assert_eq!(exposure(&items, &dosed(), &own)[2].total_mg, 240.0);
    assert!(exposure(&[], &dosed(), &own)[2].total_mg.is_sign_positive(), "nothing is 0, not -0");
}

#[test]
fn the_form_shows_what_is_stored_and_keeps_what_a_newer_version_added() {
    let typed = row(&[
        ("sys.ask_high", "150.5"),
        ("im.minutes", "0, 10, 20, 30, 45, 60, 90, 120"),
        ("food_hours", "6"),
        ("drink_hours", "1.5"),
        ("dia.before_high", "80"),
        ("dissociation.lasting_high", "2"),
        ("dissociation.lasting_minutes", "45"),
        ("30.max_sessions", "4"),
        ("365.max_mg", "2000"),
    ]);
    let mut own = form::read(&typed, None).0;
    assert_eq!(form::typed(&own), typed);
    own.limits.push(OwnLimits { field: "glucose".into(), ask_low: Some(4.0), ..Default::default() });
    own.extra.insert("colour".into(), "green".into());
    let again = form::read(&row(&[]), Some(&own)).0;
    assert_eq!((again.limits.len(), again.routes.len(), again.extra.len()), (1, 0, 1));
    // Every field that is shown is one that is read, and says its built-in value.
    for field in form::fields() {
        let name =
            if field.about.is_empty() { field.part.to_owned() } else { format!("{}.{}", field.about, field.part) };
        let wrong = form::read(&row(&[(&name, "wrong")]), None).1;
        assert_eq!(wrong.len(), 1, "{name}");
        let built_in: Vec<String> = field.built_in.iter().map(f64::to_string).collect();
        // The sum of a route is at the built-in sum of all routes.
        assert_eq!(form::read(&row(&[(&name, &built_in.join(", "))]), None).1, [], "{name}");
    }
    assert!(form::fields().iter().all(|field| field.about != "oxygen_l"), "nothing can be narrowed there");
}
