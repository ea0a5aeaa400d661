//! Converts a client's records (JSON on standard input, see `docs/export.md`) to a FHIR R4 bundle on standard output:
//! `cargo run -p journal --example fhir < journal.json`.

use std::error::Error;
use std::io::{Read as _, Write as _};

use journal::arc::Item;
use journal::export::{Source, fhir::fhir, notice};
use journal::measures::all_built_in;
use journal::record::{Moment, Payload};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let mut json = String::new();
    std::io::stdin().read_to_string(&mut json)?;
    let document: Value = serde_json::from_str(&json)?;
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let mut items = Vec::new();
    for one in document["records"].as_array().into_iter().flatten() {
        let Value::Object(record) = one["record"].clone() else { continue };
        let record = Payload::from(record).to_record()?;
        items.push(Item { id: text(one, "id").parse()?, revision: 1, record });
    }
    let made = Moment::parse(&text(&document["exported_at"], "at"), &text(&document["exported_at"], "zone"))?;
    let (definitions, handle) = (all_built_in()?, text(&document, "client"));
    let notice = notice(items.iter().map(|item| &item.record.body));
    let source = Source { items: &items, definitions: &definitions, handle: &handle, care: None, made: &made, notice };
    Ok(std::io::stdout().write_all(fhir(&source).as_bytes())?)
}
