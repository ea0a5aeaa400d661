//! Records: any JSON that a member may seal is read, written, copied and merged without loss.
#![no_main]

use journal::merge;
use journal::record::Payload;
use journal::seal::bond;
use libfuzzer_sys::fuzz_target;
use protocol::{CollectionId, RecordId};
use serde_json::Value;

/// Whether the value has a number that is not a 64-bit integer.
fn is_long(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(all) => all.iter().any(is_long),
        Value::Object(all) => all.values().any(is_long),
        _ => false,
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let read = |part: Option<&[u8]>| part.and_then(|part| Payload::from_json(part).ok());
    let Some(mine) = read(parts.next()) else { return };
    let again = Payload::from_json(&mine.to_json()).expect("what is written can be read");
    // Numbers with more than 17 digits may differ in the last one because of fast parsing. Real records have none.
    let exact = !mine.0.values().any(is_long);
    assert!(!exact || again == mine);
    let care = CollectionId::new(1, [2; 10]);
    let _ = mine.projection(care);
    let _ = bond::read(RecordId(care.0), &mine);
    if let Ok(record) = mine.to_record() {
        let written = record.to_payload();
        let again = written.to_record().expect("what is written can be read");
        assert!(!exact || again.to_payload() == written);
    }
    let theirs = read(parts.next()).unwrap_or_else(|| mine.clone());
    let base = read(parts.next());
    let merged = merge::merge(base.as_ref(), &theirs, &mine);
    let _ = Payload::from_json(&merged.to_json()).expect("what is merged is a record");
});
