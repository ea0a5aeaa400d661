//! `docs/faults.md` names a test for every fault, and every named test exists.
#![allow(clippy::unwrap_used, reason = "a table that cannot be read is broken")]

use std::fs;
use std::path::Path;

#[test]
fn every_fault_has_a_test_that_exists() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let table = fs::read_to_string(root.join("docs/faults.md")).unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ")).skip(2).collect();
    assert!(rows.len() > 30, "the table is read");
    for row in rows {
        let proof = row.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap().trim().trim_matches('`');
        let (file, name) = proof.split_once(": ").unwrap_or_else(|| panic!("no test in: {row}"));
        let text = fs::read_to_string(root.join(file)).unwrap_or_else(|_| panic!("{file} does not exist"));
        let at = text.find(&format!("fn {name}(")).unwrap_or_else(|| panic!("{file} has no test {name}"));
        let before: String = text[..at].chars().rev().take(120).collect::<Vec<_>>().into_iter().rev().collect();
        assert!(before.contains("test]") || before.contains("test("), "{name} is not a test");
    }
}
