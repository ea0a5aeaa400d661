//! Any stored rules and any values: no rule makes a check milder.

use journal::clinic::rules::form;
use journal::clinic::schedule::{earliest_end, minutes};
use journal::clinic::vitals::{self, VITALS, WEIGHT};
use journal::clinic::{Level, Rules, doses};
use journal::record::{ClinicRules, OwnLimits, OwnRoute, OwnSpan, Record, Route, Substance};
use proptest::prelude::*;

use crate::sheets::{dosed, minute, row};
use crate::{check, good, stops};

fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        -10.0..600.0,
        prop::sample::select(vec![0.0, -1e300, 1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 90.0, 94.0, 160.0]),
    ]
}

fn any_bound() -> impl Strategy<Value = Option<f64>> {
    prop::option::of(any_number())
}

fn any_field() -> impl Strategy<Value = &'static str> {
    let mut names: Vec<&str> = VITALS.iter().map(|vital| vital.field).collect();
    names.push(WEIGHT.field);
    prop::sample::select(names)
}

/// Rules that any writer could store, as a failing test prints them: they are made up.
struct Stored(ClinicRules);

impl std::fmt::Debug for Stored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let payload = Record { when: dosed(), body: self.0.clone().into() }.to_payload();
        f.write_str(&String::from_utf8_lossy(&payload.to_json()))
    }
}

/// Also several for one field, as a merge leaves them.
fn any_rules() -> impl Strategy<Value = Stored> {
    let routes = prop::sample::select(vec!["im", "sublingual_buccal", "intranasal", "intranasal_esketamine", "other"]);
    let minutes = prop::collection::vec(0_u32..700, 0..4);
    let limits =
        (any_field(), any_bound(), any_bound(), any_bound(), any_bound(), any_bound(), any_bound(), any_bound());
    (
        prop::collection::vec(limits, 0..6),
        prop::collection::vec((routes, any_bound(), any_bound(), any_bound(), minutes), 0..4),
        (any_bound(), any_bound()),
        prop::collection::vec((prop::sample::select(vec![30, 90, 365]), any::<Option<u32>>(), any_bound()), 0..3),
    )
        .prop_map(|(limits, routes, (food_hours, drink_hours), spans)| {
            let limits = limits.into_iter().map(
                |(field, ask_low, ask_high, alarm_low, alarm_high, before_high, lasting_high, lasting_minutes)| {
                    OwnLimits {
                        field: field.into(),
                        ask_low,
                        ask_high,
                        alarm_low,
                        alarm_high,
                        before_high,
                        lasting_high,
                        lasting_minutes,
                        ..Default::default()
                    }
                },
            );
            let routes = routes.into_iter().map(|(route, low_mg, high_mg, session_mg, minutes)| {
                let route = route.into();
                OwnRoute { route, low_mg, high_mg, session_mg, minutes, ..Default::default() }
            });
            let spans = spans.into_iter().map(|(days, max_sessions, max_mg)| OwnSpan {
                days,
                max_sessions,
                max_mg,
                ..Default::default()
            });
            Stored(ClinicRules {
                edition: 1,
                limits: limits.collect(),
                routes: routes.collect(),
                food_hours,
                drink_hours,
                spans: spans.collect(),
                ..Default::default()
            })
        })
}

fn rank(level: Option<Level>) -> u8 {
    match level {
        None | Some(Level::Missing) => 0,
        Some(Level::Ask) => 1,
        Some(Level::Alarm) => 2,
        Some(Level::Refuse) => 3,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_stored_rule_never_makes_a_limit_milder(own in any_rules(), field in any_field(), value in any_number()) {
        let (built_in, with) = (vitals::limits(field).unwrap(), Rules::of(Some(&own.0)).limits(field));
        prop_assert!(rank(with.level(value)) >= rank(built_in.level(value)), "{field} {value}: {with:?}");
    }

    #[test]
    fn nor_a_dose_a_row_or_the_hours_without_food_and_drink(
        own in any_rules(),
        route in prop::sample::select(Route::ALL.to_vec()),
        esketamine in any::<bool>(),
        mg in any_number(),
    ) {
        let (none, with) = (Rules::default(), Rules::of(Some(&own.0)));
        let substance = Some(if esketamine { Substance::Esketamine } else { Substance::Racemic });
        prop_assert!(doses::is_unusual(route, substance, mg, &with) || !doses::is_unusual(route, substance, mg, &none));
        let rows = with.minutes(Some(route), substance);
        let built_in = minutes(Some(route), substance);
        prop_assert!(built_in.iter().all(|minute| rows.contains(minute)) && rows.last() >= built_in.last());
        prop_assert!(rows[0] == 0 && rows.windows(2).all(|two| two[0] < two[1]));
        prop_assert!(with.food_hours() >= none.food_hours() && with.drink_hours() >= none.drink_hours());
        for field in ["sys", "dia"] {
            prop_assert!(with.before_high(field) <= none.before_high(field) && with.before_high(field) > Some(0.0));
        }
        prop_assert!(with.lasting().0 <= none.lasting().0 && with.lasting().1 <= none.lasting().1);
    }

    #[test]
    fn nor_a_whole_session(
        own in any_rules(),
        weight in 20.0..200.0_f64,
        sys in 40.0..300.0_f64,
        spo2 in 45.0..101.0_f64,
        mg in 1.0..600.0_f64,
        strong in 0.0..5.0_f64,
        ate in -600_i64..0,
        drank in -90_i64..0,
        seen in -30_i64..150,
        left in 0_i64..300,
    ) {
        let mut sheet = good();
        sheet.fields.extend(row(&[("weight_kg", &format!("{weight:.1}")), ("last_food_at", &minute(ate)), ("last_drink_at", &minute(drank)), ("left_at", &minute(left))]));
        sheet.doses[0].insert("mg".into(), format!("{mg:.1}"));
        sheet.observations[0].extend(row(&[("at", &minute(seen)), ("sys", &format!("{sys:.0}")), ("spo2", &format!("{spo2:.0}")), ("dissociation", &format!("{strong:.0}"))]));
        let with = Rules::of(Some(&own.0));
        let narrowed = stops(&sheet, &with);
        for (place, level, ..) in stops(&sheet, &Rules::default()) {
            let there = narrowed.iter().filter(|one| one.0 == place).map(|one| rank(Some(one.1))).max();
            prop_assert!(there >= Some(rank(Some(level))), "{place}");
        }
        let record = check(&sheet, &with).0;
        prop_assert!(earliest_end(&record.doses, &with) >= earliest_end(&record.doses, &Rules::default()));
    }

    /// What the form takes applies as it was typed, and is shown again.
    #[test]
    fn what_the_form_takes_applies(field in any_field(), low in 0.0..200.0_f64, high in 0.0..200.0_f64) {
        let text = |value: f64| format!("{value:.1}");
        let typed = row(&[(&format!("{field}.ask_low"), &text(low)), (&format!("{field}.ask_high"), &text(high))]);
        let (own, findings) = form::read(&typed, None);
        if findings.is_empty() && !own.limits.is_empty() {
            let limits = Rules::of(Some(&own)).limits(field);
            prop_assert_eq!(limits.ask.values(), (own.limits[0].ask_low, own.limits[0].ask_high));
            prop_assert_eq!(form::read(&form::typed(&own), None).1, []);
        }
    }
}
