//! Records with every instrument and every kind that the formats treat in their own way.

use journal::arc::Item;
use journal::measures::all_built_in;
use journal::record::{
    AdverseEvent, Body, Checked, Clearance, Concern, DoseEvent, Effect, MeasureResponse, Moment, Observed,
    PracticeCard, Reflection, Route, SessionRecord, SideEffectCheck, Substance,
};
use protocol::RecordId;

use crate::{at, journey};

/// The journal with every instrument, characters that XML cannot represent, and texts in other scripts.
pub fn every_kind() -> Vec<Item> {
    let mut items = journey();
    let answered = all_built_in().unwrap().into_iter().map(|definition| {
        let least = match &definition.options {
            journal::measures::definition::Options::Choices(choices) => choices[0].0,
            journal::measures::definition::Options::Slider(from, ..) => *from,
        };
        let answers = vec![Some(least); definition.items.len()];
        Body::from(MeasureResponse { instrument: definition.id.clone(), answers, ..Default::default() })
    });
    let concern = Concern { text: "sleep \u{1}\u{b} at night".into(), ..Default::default() };
    let words =
        Reflection { text: "שלום 60 mg \u{1f30a}\u{7} مرحبا 雨".into(), mood: Some(0), ..Default::default() };
    let effects = ["chest", "other"].map(|id| Effect {
        id: id.into(),
        severity: Some(2),
        still: Some(true),
        ..Default::default()
    });
    let check = SideEffectCheck {
        any: Some(true),
        items: [&effects[..], &[Effect { id: "low".into(), before: Some(true), ..Default::default() }]].concat(),
        other: "since breakfast".into(),
        drove: Some(false),
        ..Default::default()
    };
    let nothing = SideEffectCheck { any: Some(false), ..Default::default() };
    let event = AdverseEvent {
        term: "Chest pain at home".into(),
        category: "cardiovascular".into(),
        session: Some(1),
        onset: Some(at("2026-02-12T20:00:00-07:00")),
        minutes_after_dose: Some(600),
        grade: Some(3),
        serious: Some(true),
        criteria: vec!["hospital".into()],
        expected: "unknown".into(),
        related: "probable".into(),
        related_to_therapy: "unrelated".into(),
        actions: vec!["emergency_call".into()],
        outcome: "recovering".into(),
        by: "M. Osei".into(),
        ..Default::default()
    };
    let wrong = AdverseEvent { in_error: true, ..event.clone() };
    let harm: [Body; 4] = [check.into(), nothing.into(), event.into(), wrong.into()];
    let card = PracticeCard { name: "Harbour Practice".into(), part2: true, ..Default::default() };
    let more = answered.chain([concern.into(), words.into()]).chain(harm).chain([card.into()]);
    for (n, body) in more.enumerate() {
        let when = at(&format!("2026-02-2{}T10:{:02}:00-07:00", 2 + n / 60, n % 60));
        let id = RecordId::new(1, [n as u8; 10]);
        items.push(Item { id, revision: 1, record: journal::record::Record { when, body } });
    }
    items.extend(clinics());
    items
}

/// The clinic's own records: every vital sign, two doses, discharge and clearance.
fn clinics() -> Vec<Item> {
    let moment = |minutes: i64| {
        let begun = at("2026-02-12T10:00:00-07:00");
        Moment { unix_ms: begun.unix_ms + minutes * 60_000, ..begun }
    };
    let dose = |row: &str, minutes: i64, mg: f64, route: Route| DoseEvent {
        row: row.into(),
        at: Some(moment(minutes)),
        substance: Some(Substance::Racemic),
        route: Some(route),
        mg: Some(mg),
        site: "deltoid".into(),
        product: "Ketamine 50 mg/ml".into(),
        lot: "K-77".into(),
        given_by: "A. Lind".into(),
        checked_by: "M. Osei".into(),
        ..Default::default()
    };
    let seen = Observed {
        row: "o1".into(),
        at: Some(moment(10)),
        sys: Some(124.0),
        dia: Some(81.0),
        hr: Some(72.0),
        spo2: Some(97.0),
        rr: Some(14.0),
        temp: Some(36.6),
        sedation: Some(4.0),
        dissociation: Some(2.0),
        cadss: Some(9.0),
        cadss_form: "CADSS-6".into(),
        nausea: Some(1.0),
        distress: Some(0.0),
        oxygen_l: Some(0.0),
        etco2: Some(38.0),
        ..Default::default()
    };
    let alone = Observed { row: "o2".into(), at: Some(moment(20)), sys: Some(130.0), ..Default::default() };
    let answered = |row: &str, state: &str, note: &str| Checked {
        row: row.into(),
        words: format!("Item {row}"),
        state: state.into(),
        note: note.into(),
        ..Default::default()
    };
    let record = SessionRecord {
        kept: Some(moment(120)),
        number: 1,
        weight_kg: Some(70.5),
        height_cm: Some(170.0),
        doses: vec![dose("d1", 0, 50.0, Route::Im), dose("d2", 30, 37.5, Route::SublingualBuccal)],
        observations: vec![seen, alone],
        discharge: vec![answered("awake", "yes", ""), answered("walks", "no", "sways a little")],
        left_at: Some(moment(150)),
        ..Default::default()
    };
    let clearance = Clearance {
        kept: Some(moment(-1_440)),
        result: "conditions".into(),
        items: vec![answered("seizures", "no", "")],
        ..Default::default()
    };
    let bodies: [(i64, Body); 2] = [(0, record.into()), (-1_440, clearance.into())];
    let item = |(n, (minutes, body)): (usize, (i64, Body))| Item {
        id: RecordId::new(2, [n as u8; 10]),
        revision: 1,
        record: journal::record::Record { when: moment(minutes), body },
    };
    bodies.into_iter().enumerate().map(item).collect()
}
