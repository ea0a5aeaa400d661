//! Generated journals: reproducible, with realistic word frequencies (few words often, many once).

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde_json::json;

const WORDS: [&str; 40] = [
    "the",
    "and",
    "I",
    "was",
    "it",
    "of",
    "in",
    "to",
    "that",
    "rain",
    "river",
    "calm",
    "light",
    "kitchen",
    "tired",
    "grandmother's",
    "hands",
    "garden",
    "voice",
    "slowly",
    "home",
    "walk",
    "nothing",
    "morning",
    "blue",
    "breath",
    "window",
    "stone",
    "quiet",
    "sleep",
    "heron",
    "music",
    "warm",
    "letter",
    "door",
    "sea",
    "children",
    "bread",
    "雨の日",
    "müde",
];

/// An entry's text: about a hundred words.
pub fn text(n: u32) -> String {
    let mut seed = u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |bound: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % bound as u64) as usize
    };
    let mut words = vec![format!("Entry{n}")];
    for _ in 0..60 + next(80) {
        // The smaller of two random numbers, so that few words are frequent.
        let at = next(WORDS.len()).min(next(WORDS.len()));
        words.push(WORDS[at].into());
        if next(25) == 0 {
            words.push(format!("rare{}", next(20_000)));
        }
    }
    words.join(" ")
}

/// The time of the last entry of every journal, at which the bench's clock is set.
pub const END_MS: i64 = 1_790_000_000_000;
const EVERY_MS: i64 = 3 * 3_600_000;

/// An export with this number of entries: one every three hours, with a session every hundred.
pub fn document(path: &Path, entries: u32) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    out.write_all(b"{\"format\": \"afterglow-export/1\", \"care\": [], \"records\": [\n").unwrap();
    for n in 0..entries {
        let ms = END_MS - i64::from(entries - n) * EVERY_MS;
        let at = jiff::Timestamp::from_millisecond(ms).unwrap().to_string();
        let unique = [(n >> 16) as u8, (n >> 8) as u8, n as u8, 1, 2, 3, 4, 5, 6, 7];
        let id = protocol::RecordId::new(ms as u64, unique);
        let when = json!({"at": at, "zone": "UTC"});
        let record = if n % 100 == 0 {
            json!({"kind": "dosing_session", "number": n / 100 + 1, "route": "lozenge", "setting": {}, "when": when})
        } else {
            json!({"kind": "reflection", "text": text(n), "mood": n % 11, "themes": ["imagery"], "when": when})
        };
        out.write_all(if n == 0 { b"" } else { b",\n" }).unwrap();
        serde_json::to_writer(&mut out, &json!({"id": id, "record": record})).unwrap();
    }
    out.write_all(b"\n], \"drafts\": []}\n").unwrap();
    out.flush().unwrap();
}
