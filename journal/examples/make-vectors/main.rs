//! Writes the known answers of version 2 into a directory:
//! `cargo run -p journal --features vectors --example make-vectors -- tests/vectors`.
//!
//! Existing files are kept: a released vector must stay valid forever.

mod accounts;
mod bonds;
mod met;
mod opaque;
mod others;
mod records;

use std::path::Path;

use journal::vectors::{Case, File, Step, check, run_step};
use protocol::Blob;

const ACCOUNT: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const COLLECTION: &str = "01890a5d-ac96-774b-bcce-b302099a8058";
const OTHER: &str = "01890a5d-ac96-774b-bcce-b302099a8059";
const RECORD: &str = "01890a5d-ac96-774b-bcce-b302099a805a";
const OTHER_RECORD: &str = "01890a5d-ac96-774b-bcce-b302099a805b";

fn main() {
    let directory = std::env::args().nth(1).expect("a directory");
    let files = [
        ("envelope", records::envelopes()),
        ("checkpoint", records::checkpoints()),
        ("account", accounts::steps()),
        ("invitation", bonds::invitations()),
        ("bond", bonds::steps()),
        ("opaque", opaque::steps()),
        ("merge", others::merges()),
        ("stream", others::streams()),
    ];
    for (name, steps) in files {
        let path = Path::new(&directory).join(format!("{name}.v2.json"));
        if path.exists() {
            continue;
        }
        let cases =
            steps.into_iter().map(|(name, step)| Case { name: name.into(), expect: run_step(&step), step }).collect();
        let text = serde_json::to_string_pretty(&File { version: 2, cases }).expect("serialises");
        check(&text).expect("what was just made passes");
        std::fs::write(&path, text + "\n").expect("the directory can be written");
    }
}

type Steps = Vec<(&'static str, Step)>;

fn key(n: u8) -> Blob {
    vec![n; 32].into()
}

fn flip(blob: &Blob, at: usize) -> Blob {
    let mut bytes = blob.0.clone();
    bytes[at] ^= 1;
    bytes.into()
}

fn cut(blob: &Blob, length: usize) -> Blob {
    blob.0[..length].to_vec().into()
}
