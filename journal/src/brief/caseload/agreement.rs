//! Tests that the brief contains everything that the caseload shows of a client.

use std::sync::LazyLock;

use proptest::prelude::*;
use protocol::{CollectionId, RecordId};
use serde_json::json;

use super::*;
use crate::arc::Item;
use crate::brief::after_session::FollowUpLine;
use crate::brief::measure_summary::definitions;
use crate::brief::page::{Brief, brief};
use crate::effects::urgency;
use crate::measures::{Definition, all_built_in};
use crate::record::{
    Appointment, Body, CheckIn, DosingSession, Effect, FlagSeen, Goal, Instrument, MeasureResponse, Moment,
    PracticeCard, Record, Reflection, ReviewMark, SafetyEvent, SideEffectCheck, Slot, Step,
};

const NOW: i64 = 20_000 * DAY + 10 * HOUR;

fn moment(minutes: i64) -> Moment {
    Moment { unix_ms: NOW + minutes * 60_000, offset_s: 0, zone: "UTC".into() }
}

fn id(n: usize) -> RecordId {
    RecordId::new(n as u64, [n as u8; 10])
}

/// A practice's own instrument: two flags, one of a single item and one of several. A later version asks fewer
/// questions, in another order.
fn own(version: &str) -> Instrument {
    let (items, flags) = match version {
        "1" => (
            json!([{"id": "a"}, {"id": "b"}, {"id": "c"}]),
            json!([{"id": "one", "when": "c >= 1", "level": "safety"},
                   {"id": "two", "when": "count(items 1..b >= 2) >= 2", "level": "safety"}]),
        ),
        _ => (json!([{"id": "c"}, {"id": "b"}]), json!([{"id": "one", "when": "c >= 2", "level": "safety"}])),
    };
    let definition = json!({
        "id": "own", "version": version, "title": "Own", "licence": "ours",
        "options": [[0, "no"], [1, "a little"], [2, "yes"]], "items": items, "scoring": {"method": "sum"},
        "flags": flags
    });
    Instrument { definition: definition.as_object().cloned().unwrap_or_default(), ..Default::default() }
}

fn answered(instrument: &str, answers: Vec<Option<u8>>) -> MeasureResponse {
    let answers = answers.into_iter().map(|answer| answer.map(f64::from)).collect();
    MeasureResponse { instrument: instrument.into(), answers, ..Default::default() }
}

/// Without its time, which comes later.
fn record(body: impl Into<Body>) -> Record {
    Record { when: moment(0), body: body.into() }
}

/// Any side-effect check.
fn any_effects() -> impl Strategy<Value = Record> {
    let effect = (
        proptest::sample::select(urgency::ids().chain(["of_a_newer_version"]).collect::<Vec<_>>()),
        proptest::option::of(0u8..=3),
        proptest::option::of(any::<bool>()),
    );
    proptest::collection::vec(effect, 0..3).prop_map(|marks| {
        let mark =
            |(id, severity, still): (&str, _, _)| Effect { id: id.into(), severity, still, ..Default::default() };
        let items = marks.into_iter().map(mark).collect();
        record(SideEffectCheck { items, any: Some(true), ..Default::default() })
    })
}

/// Any answers to a built-in or an own instrument, some of them skipped.
fn any_form() -> impl Strategy<Value = Record> {
    let answer = |most: u8| proptest::option::weighted(0.9, 0..=most);
    prop_oneof![
        proptest::collection::vec(answer(3), 9).prop_map(|answers| record(answered("phq-9", answers))),
        proptest::collection::vec(answer(3), 8).prop_map(|answers| record(answered("phq-8", answers))),
        proptest::collection::vec(answer(3), 7).prop_map(|answers| record(answered("gad-7", answers))),
        (proptest::collection::vec(answer(2), 2..=3), proptest::sample::select(vec!["", "1", "2", "3"])).prop_map(
            |(answers, version)| record(MeasureResponse { version: version.into(), ..answered("own", answers) })
        ),
    ]
}

/// Any record of a client or a therapist, with references to other records.
fn any_record(others: usize) -> impl Strategy<Value = Record> {
    let other = move || (0..others).prop_map(id);
    let mood = || proptest::option::of(0u8..=10);
    let wrote = (mood(), any::<bool>(), proptest::bool::weighted(0.2)).prop_map(|(mood, wants_to_talk, see_soon)| {
        record(Reflection { text: "a".into(), mood, wants_to_talk, see_soon, ..Default::default() })
    });
    let slot = proptest::option::of(proptest::sample::select(Slot::ALL.to_vec()));
    let checked = (mood(), slot).prop_map(|(mood, slot)| record(CheckIn { mood, slot, ..Default::default() }));
    let event = (proptest::option::of(other()), proptest::option::of(-50_000i64..0)).prop_map(|(response, closed)| {
        let shown = vec!["resources".to_owned()];
        let flag = "self_harm_item".to_owned();
        let event = SafetyEvent { instrument: "phq-9".into(), item: "q9".into(), flag, shown, ..Default::default() };
        record(SafetyEvent { response, closed: closed.map(moment), ..event })
    });
    let closing = (other(), -50_000i64..0, any::<bool>()).prop_map(|(response, closed, again)| {
        let reopened = again.then(|| moment(closed / 2));
        record(SafetyEvent { response: Some(response), closed: Some(moment(closed)), reopened, ..Default::default() })
    });
    let seen = (other(), proptest::option::of(other()), any::<bool>()).prop_map(|(event, response, red)| {
        record(FlagSeen { event: Some(event), response, instrument: "phq-9".into(), red, ..Default::default() })
    });
    let mark = (other(), any::<bool>(), 0u32..3)
        .prop_map(|(entry, reviewed, revision)| record(ReviewMark { reviewed, ..ReviewMark::of(entry, revision) }));
    let purpose = proptest::sample::select(vec!["integration", "dosing"]);
    let meeting =
        (purpose, proptest::option::of(any::<bool>()), any::<bool>()).prop_map(|(purpose, kept, cancelled)| {
            record(Appointment { purpose: purpose.into(), kept, cancelled, ..Default::default() })
        });
    let card = proptest::sample::subsequence(vec!["4w", "3mo"], 0..=2).prop_map(|off| {
        let follow_ups_off = off.into_iter().map(str::to_owned).collect();
        record(PracticeCard { follow_ups_off, ..Default::default() })
    });
    prop_oneof![
        4 => wrote,
        3 => checked,
        3 => any_effects(),
        5 => any_form(),
        2 => event,
        1 => closing,
        1 => seen,
        3 => mark,
        2 => meeting,
        1 => card,
        1 => (1u32..4).prop_map(|number| record(DosingSession { number, ..Default::default() })),
        1 => Just(()).prop_map(|()| record(Step { text: "a".into(), ..Default::default() })),
        1 => Just(()).prop_map(|()| record(Goal { text: "a".into(), ..Default::default() })),
        1 => proptest::sample::select(vec!["1", "2"]).prop_map(|version| record(own(version))),
    ]
}

/// A client's records: from forty days ago to an hour ahead, as from a phone whose clock is wrong.
fn any_client() -> impl Strategy<Value = Vec<Item>> {
    (1usize..24).prop_flat_map(|count| {
        let one = (-57_600i64..=60, any_record(count + 2));
        proptest::collection::vec(one, count).prop_map(|all| {
            let item = |(n, (at, record)): (usize, (i64, Record))| Item {
                id: id(n),
                revision: 1,
                record: Record { when: moment(at), ..record },
            };
            all.into_iter().enumerate().map(item).collect()
        })
    })
}

fn both(items: &[Item]) -> (CaseloadRow, Brief) {
    let payloads: Vec<_> = items.iter().map(|item| (item.id, item.record.to_payload())).collect();
    let facts = Facts::of(payloads.iter().map(|(id, payload)| (*id, 1, payload)));
    static BUILT_IN: LazyLock<Vec<Definition>> = LazyLock::new(|| all_built_in().unwrap());
    let definitions = definitions(&BUILT_IN, items);
    (facts.row(CollectionId::new(0, [0; 10]), NOW), brief(items, &definitions, &moment(0), None))
}

/// Differences between caseload and brief, as text.
fn disagreement(row: &CaseloadRow, brief: &Brief) -> Option<String> {
    let open = |kind: &str| brief.flags.iter().filter(|flag| flag.open && flag.kind == kind).count();
    let says = |reason: Reason| row.reasons.contains(&reason);
    let marked = brief.marked.iter().filter(|line| brief.unread.contains(&line.id)).count();
    let measure = row.measure.as_ref().map(|latest| {
        let summary = brief.measures.iter().find(|one| one.instrument == latest.instrument);
        let said = summary.map(|one| (one.latest.as_ref().and_then(|one| one.total), one.sentence, one.direction));
        (latest.instrument.clone(), said, (Some(latest.total), Some(latest.sentence), latest.direction))
    });
    let compared = row.measure.as_ref().and_then(|latest| Some((latest, latest.against.as_ref()?)));
    let same = compared.is_none_or(|(latest, against)| {
        let summary = brief.measures.iter().find(|one| one.instrument == latest.instrument);
        let with = summary.and_then(|one| if against.baseline { one.first.as_ref() } else { one.previous.as_ref() });
        with.is_some_and(|with| (with.total, with.at) == (Some(against.total), against.at))
    });
    let mut follow_ups =
        brief.after.follow_ups.iter().filter(|one| matches!(one.state, CheckInState::Open | CheckInState::Overdue));
    let checks = [
        ("the reasons", row.reasons == brief.reasons),
        ("the safety flags", row.safety as usize == open("safety")),
        ("red side effects", says(Reason::RedEffect) == (open("red_effect") > 0)),
        ("what is unread", row.unread as usize == brief.unread.len()),
        ("what they want to talk about", row.wants_to_talk as usize <= marked + open("see_soon")),
        ("low moods", says(Reason::Low) != brief.low.is_empty()),
        ("the last session", row.session == brief.whereabouts.session),
        ("the next appointment", row.next_appointment == brief.whereabouts.next.as_ref().map(|(at, _)| *at)),
        ("the follow-up", row.follow_up.map(FollowUpLine::from).as_ref() == follow_ups.next()),
        ("what the measure is compared with", same),
        ("the measure", measure.is_none_or(|(_, said, latest)| said == Some(latest))),
    ];
    checks.into_iter().find(|(_, agree)| !agree).map(|(what, _)| what.to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_caseload_says_of_a_client_the_brief_says_as_well(items in any_client()) {
        let (row, brief) = both(&items);
        prop_assert_eq!(disagreement(&row, &brief), None, "{:?}", row);
    }
}

#[test]
fn an_own_instruments_safety_item_without_an_event_is_a_flag_in_both() {
    let item = |n, body: Body| Item { id: id(n), revision: 1, record: Record { when: moment(-60), body } };
    let form = |answers: [Option<u8>; 3]| item(1, answered("own", answers.to_vec()).into());
    for (answers, flags) in [
        ([Some(0), Some(0), Some(0)], 0),
        ([None, None, Some(1)], 1),
        ([Some(2), Some(2), None], 1),
        ([Some(2), Some(2), Some(2)], 2),
    ] {
        let items = [item(0, own("1").into()), form(answers)];
        let (row, brief) = both(&items);
        assert_eq!(row.safety, flags, "{answers:?}");
        assert_eq!(brief.flags.iter().filter(|flag| flag.open).count() as u32, flags, "{answers:?}");
    }
    // Without its definition the question is unknown.
    assert_eq!(both(&[form([None, None, Some(2)])]).0.safety, 0);
}

#[test]
fn an_own_instruments_answers_are_read_by_the_version_that_asked_them() {
    let item = |n, at, body: Body| Item { id: id(n), revision: 1, record: Record { when: moment(at), body } };
    let form = |n, at, version: &str, answers: &[u8]| {
        let answers = answered("own", answers.iter().copied().map(Some).collect());
        item(n, at, MeasureResponse { version: version.into(), ..answers }.into())
    };
    // The second version asks in another order: by it, the first form would raise nothing, and the second one would.
    let items = [
        item(0, -500, own("1").into()),
        item(1, -400, own("2").into()),
        form(2, -300, "1", &[0, 0, 2]),
        form(3, -200, "2", &[1, 2]),
        form(4, -100, "3", &[2, 2, 2]),
    ];
    let (row, brief) = both(&items);
    assert_eq!(row.safety, 1);
    let open: Vec<_> = brief.flags.iter().filter(|flag| flag.open).collect();
    assert_eq!((open.len(), open[0].opens.clone()), (1, Some(id(2).to_string())));
    let answer = open[0].answer.as_ref().unwrap();
    assert_eq!((answer.number, answer.value, answer.total), (3, 2.0, Some(2.0)));
    // Totals of different versions are not compared.
    let summary = brief.measures.iter().find(|one| one.instrument == "own").unwrap();
    assert_eq!((summary.range, summary.latest.as_ref().unwrap().total), ((0.0, 4.0), Some(3.0)));
    assert_eq!((&summary.previous, &summary.vs_first), (&None, &None));
}
