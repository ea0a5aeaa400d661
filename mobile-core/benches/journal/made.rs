//! Made-up journals: the same words every time, with the frequencies that words have (few often, many once).

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

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

/// An entry's words: a hundred or so.
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
        // The smaller of two: few words stand often.
        let at = next(WORDS.len()).min(next(WORDS.len()));
        words.push(WORDS[at].into());
        if next(25) == 0 {
            words.push(format!("rare{}", next(20_000)));
        }
    }
    words.join(" ")
}

/// An export of so many entries: one every few hours, with a session every hundred.
pub fn document(path: &Path, entries: u32) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    out.write_all(b"{\"format\": \"afterglow-export/1\", \"care\": [], \"records\": [\n").unwrap();
    let start = 1_500_000_000_000_i64;
    for n in 0..entries {
        let ms = start + i64::from(n) * 4 * 3_600_000;
        let day = n / 6;
        let at = format!(
            "20{:02}-{:02}-{:02}T{:02}:00:00+00:00",
            10 + day / 336,
            day / 28 % 12 + 1,
            day % 28 + 1,
            n % 6 * 4
        );
        let id = protocol::RecordId::new(ms as u64, [(n >> 16) as u8, (n >> 8) as u8, n as u8, 1, 2, 3, 4, 5, 6, 7]);
        let when = serde_json::json!({"at": at, "zone": "UTC"});
        let record = if n % 100 == 0 {
            serde_json::json!({"kind": "dosing_session", "number": n / 100 + 1, "route": "lozenge", "setting": {}, "when": when})
        } else {
            serde_json::json!({"kind": "reflection", "text": text(n), "mood": n % 11, "themes": ["imagery"], "when": when})
        };
        let line = serde_json::json!({"id": id, "record": record});
        out.write_all(if n == 0 { b"" } else { b",\n" }).unwrap();
        serde_json::to_writer(&mut out, &line).unwrap();
    }
    out.write_all(b"\n], \"drafts\": []}\n").unwrap();
    out.flush().unwrap();
}
