//! Phone, brief and caseload give the same assessment of the same answers, for any answers, order and sessions.
#![allow(clippy::unwrap_used)] // Helpers of tests are tests.

use journal::arc::Item;
use journal::brief::{Facts, brief};
use journal::measures::{Assessment, Direction, Library, all_built_in, scored_responses};
use journal::record::{Body, DosingSession, MeasureResponse, Moment, Record};
use proptest::prelude::*;
use protocol::{CollectionId, RecordId};

const DAY: i64 = 86_400_000;

fn item(n: u8, day: i64, body: impl Into<Body>) -> Item {
    let when = Moment { unix_ms: day * DAY + i64::from(n), offset_s: 0, zone: "UTC".into() };
    Item { id: RecordId::new(u64::from(n), [n; 10]), revision: 1, record: Record { when, body: body.into() } }
}

fn response(instrument: &str, answers: Vec<Option<f64>>) -> Body {
    MeasureResponse { instrument: instrument.into(), version: "1".into(), answers, ..Default::default() }.into()
}

prop_compose! {
    /// Answers that change in small steps, with a skipped item now and then.
    fn answers(items: usize, most: u8)(
        level in 0..=most,
        spread in prop::collection::vec(0..=1_u8, items),
        last in 0..=most,
        left_out in prop::option::weighted(0.15, 0..items),
    ) -> Vec<Option<f64>> {
        let mut answers: Vec<Option<f64>> =
            spread.iter().map(|more| Some(f64::from((level + more).min(most)))).collect();
        if last < 2 { answers[items - 1] = Some(f64::from(last)); }
        if let Some(at) = left_out { answers[at] = None; }
        answers
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn phone_and_portal_give_the_same_assessment(
        phq in prop::collection::vec((0..200_i64, answers(9, 3)), 1..9),
        eight in prop::collection::vec((0..200_i64, answers(8, 3)), 0..5),
        gad in prop::collection::vec((0..200_i64, answers(7, 3)), 0..5),
        sessions in prop::collection::btree_set(0..200_i64, 0..5),
        second in prop::bool::ANY,
    ) {
        let mut items = Vec::new();
        for (day, answers) in &phq {
            items.push(item(items.len() as u8, *day, response("phq-9", answers.clone())));
        }
        for (day, answers) in &eight {
            items.push(item(items.len() as u8, *day, response("phq-8", answers.clone())));
        }
        for (day, answers) in &gad {
            items.push(item(items.len() as u8, *day, response("gad-7", answers.clone())));
        }
        for (n, day) in sessions.iter().enumerate() {
            // A second series starts with number 1 again.
            let number = if second { n as u32 % 2 + 1 } else { n as u32 + 1 };
            items.push(item(items.len() as u8, *day, DosingSession { number, ..Default::default() }));
        }
        let definitions = all_built_in().unwrap();
        let library = Library::new(definitions.clone(), &[]);
        let now = Moment { unix_ms: 300 * DAY, offset_s: 0, zone: "UTC".into() };
        let portal = brief(&items, &definitions, &now, Some(0));
        let records: Vec<_> = items.iter().map(|item| (item.id, item.record.to_payload())).collect();
        let facts = Facts::of(records.iter().map(|(id, payload)| (*id, 1, payload)));
        let row = facts.row(CollectionId::new(0, [0; 10]), now.unix_ms);

        for instrument in ["phq-9", "phq-8", "gad-7"] {
            let phone = scored_responses(&items, instrument, &library, None);
            let Some(summary) = portal.measures.iter().find(|one| one.instrument == instrument) else {
                prop_assert!(phone.is_empty());
                continue;
            };
            for outcome in &phone {
                prop_assert_eq!(outcome.sentence == Assessment::Safety, outcome.safety);
                let better = [Assessment::Better, Assessment::BetterThanLast].contains(&outcome.sentence);
                let worse = outcome.direction == Some(Direction::Worsened);
                prop_assert!(!(better && worse), "a worsening against either baseline comes first");
                prop_assert!(!(outcome.safety && outcome.direction == Some(Direction::Improved)));
            }
            let Some(at) = phone.iter().rposition(|one| one.score.complete) else { continue };
            let latest = &phone[at];
            // A safety item in a later, abandoned form comes first on both sides.
            let since = phone[at..].iter().any(|one| one.safety);
            let said = if since { Assessment::Safety } else { latest.sentence };
            let moved = latest.direction.filter(|one| !since || *one == Direction::Worsened);
            prop_assert_eq!((summary.sentence, summary.direction), (Some(said), moved));
            prop_assert_eq!(summary.latest.as_ref().map(|one| one.id.clone()), Some(latest.id.clone()));
            prop_assert_eq!(&summary.vs_first, &latest.against_first);
            prop_assert_eq!(&summary.vs_previous, &latest.against_previous);
            if let Some(row) = row.measure.as_ref().filter(|one| one.instrument == instrument) {
                prop_assert_eq!((row.sentence, row.direction), (said, moved));
                prop_assert_eq!(Some(row.total), latest.score.total);
            }
        }
    }
}

/// A practice that changes to the PHQ-8 keeps the baseline: it is the PHQ-9 without its ninth question.
#[test]
fn the_phq_8_is_compared_with_the_phq_9_before_it() {
    let nine = |each: f64, ninth: f64| {
        let mut answers = vec![Some(each); 8];
        answers.push(Some(ninth));
        response("phq-9", answers)
    };
    let items =
        [item(1, 1, nine(1.0, 3.0)), item(2, 20, nine(1.0, 0.0)), item(3, 40, response("phq-8", vec![Some(2.0); 8]))];
    let definitions = all_built_in().unwrap();
    let phone = scored_responses(&items, "phq-8", &Library::new(definitions.clone(), &[]), None);
    assert_eq!((phone.len(), phone[0].score.total, phone[0].sentence), (1, Some(16.0), Assessment::Worse));
    assert_eq!(phone[0].against_first.as_ref().map(|change| change.delta), Some(8.0));
    let now = Moment { unix_ms: 50 * DAY, offset_s: 0, zone: "UTC".into() };
    let portal = brief(&items, &definitions, &now, Some(0));
    let summary = portal.measures.iter().find(|one| one.instrument == "phq-8").unwrap();
    assert_eq!((summary.sentence, summary.first.as_ref().unwrap().total), (Some(Assessment::Worse), Some(8.0)));
    let records: Vec<_> = items.iter().map(|item| (item.id, item.record.to_payload())).collect();
    let facts = Facts::of(records.iter().map(|(id, payload)| (*id, 1, payload)));
    let row = facts.row(CollectionId::new(0, [0; 10]), now.unix_ms);
    assert_eq!(row.measure.map(|one| (one.instrument, one.sentence)), Some(("phq-8".into(), Assessment::Worse)));
    // The other way round nothing is known of the ninth question.
    let phq9 = scored_responses(&items, "phq-9", &Library::new(definitions, &[]), None);
    assert_eq!(phq9.len(), 2);
}
