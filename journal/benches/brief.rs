//! The work of the therapist's desk with many records, natively: `cargo bench -p journal --bench brief`. The browser's
//! own figures come from tests/browser/bench.ts.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // A bench prints what it measured.

use std::hint::black_box;
use std::time::{Duration, Instant};

use journal::arc::{Item, timeline};
use journal::brief::{Facts, brief, caseload, trends};
use journal::export::{Source, csv::forms, fhir::fhir, json::json};
use journal::lookback::{FoldedText, Query};
use journal::measures::all_built_in;
use journal::record::{Body, CheckIn, DosingSession, MeasureResponse, Moment, Payload, Record, Reflection, ReviewMark};
use protocol::{CollectionId, RecordId};

const DAY: i64 = 86_400_000;
const NOW: i64 = 1_774_526_400_000;
const WORDS: [&str; 8] = ["river", "slow", "morning", "grey", "quiet", "stone", "carried", "window"];

fn id(n: usize) -> RecordId {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&(n as u64).to_be_bytes());
    RecordId::new(0, random)
}

/// A journey of this many records, in the usual proportions: mostly reflections of 100 words.
fn journey(records: usize) -> Vec<Item> {
    let body = |n: usize| -> Body {
        match n % 20 {
            0 => DosingSession { number: (n / 20 + 1) as u32, ..Default::default() }.into(),
            1..=3 => CheckIn { mood: Some((n % 11) as u8), energy: Some(4), ..Default::default() }.into(),
            4 => MeasureResponse {
                instrument: "phq-9".into(),
                answers: vec![Some((n % 4) as f64); 9],
                ..Default::default()
            }
            .into(),
            5..=8 => ReviewMark { reviewed: true, ..ReviewMark::of(id(n + 5), 1) }.into(),
            _ => {
                let text = (0..100).map(|at| WORDS[(n * 7 + at * at) % WORDS.len()]).collect::<Vec<_>>().join(" ");
                Reflection { text, mood: Some((n % 11) as u8), themes: vec!["insight".into()], ..Default::default() }
                    .into()
            }
        }
    };
    let item = |n: usize| {
        let unix_ms = NOW - (records - n) as i64 * DAY / 5;
        let when = Moment { unix_ms, offset_s: 3600, zone: "Europe/Vienna".into() };
        Item { id: id(n), revision: 1, record: Record { when, body: body(n) } }
    };
    (0..records).map(item).collect()
}

fn best(mut work: impl FnMut()) -> Duration {
    let time = |work: &mut dyn FnMut()| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    (0..5).map(|_| time(&mut work)).min().unwrap_or_default()
}

fn main() {
    let definitions = all_built_in().unwrap();
    let now = Moment { unix_ms: NOW, offset_s: 3600, zone: "Europe/Vienna".into() };
    let row = |what: &str, took: Duration| println!("{what:<44} {:>9.2} ms", took.as_secs_f64() * 1_000.0);

    let clients: Vec<Vec<(RecordId, Payload)>> =
        (0..200).map(|_| journey(300).into_iter().map(|item| (item.id, item.record.to_payload())).collect()).collect();
    let facts = || clients.iter().map(|client| Facts::of(client.iter().map(|(id, payload)| (*id, 1, payload))));
    row(
        "caseload, 200 clients × 300 records, anew",
        best(|| {
            let rows = facts().enumerate().map(|(n, facts)| facts.row(CollectionId::new(n as u64, [0; 10]), NOW));
            black_box(caseload(rows.collect()));
        }),
    );
    let known: Vec<Facts> = facts().collect();
    row(
        "caseload, 200 clients, one changed",
        best(|| {
            let client = &clients[7];
            black_box(Facts::of(client.iter().map(|(id, payload)| (*id, 1, payload))));
            let rows = known.iter().enumerate().map(|(n, facts)| facts.row(CollectionId::new(n as u64, [0; 10]), NOW));
            black_box(caseload(rows.collect()));
        }),
    );
    for records in [300, 10_000] {
        let items = journey(records);
        let source =
            Source { items: &items, definitions: &definitions, handle: "wren", care: None, made: &now, notice: None };
        row(&format!("timeline, {records} records"), best(|| drop(black_box(timeline(&items)))));
        row(&format!("brief, {records} records"), best(|| drop(black_box(brief(&items, &definitions, &now, None)))));
        row(&format!("trends, {records} records"), best(|| drop(black_box(trends(&items, &definitions, &now)))));
        let query = Query::new("qui riv");
        row(
            &format!("search, {records} records"),
            best(|| {
                let texts = items.iter().filter_map(|item| match &item.record.body {
                    Body::Reflection(entry) => Some(FoldedText::new(&[&entry.text])),
                    _ => None,
                });
                black_box(texts.filter(|text| query.finds(text)).count());
            }),
        );
        row(&format!("export as JSON, {records} records"), best(|| drop(black_box(json(&source)))));
        row(&format!("export as FHIR, {records} records"), best(|| drop(black_box(fhir(&source)))));
        row(
            &format!("export as CSV, {records} records"),
            best(|| drop(black_box(forms(std::slice::from_ref(&source))))),
        );
    }
}
