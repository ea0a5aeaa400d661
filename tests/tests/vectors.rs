//! Runs the known answers of `tests/vectors` natively. The portal's tests run the same files through the WebAssembly
//! build.
#![allow(clippy::unwrap_used)] // Helpers of tests are tests.

use journal::vectors::{Passed, check};

#[test]
fn every_known_answer_holds_and_most_cases_expect_an_error() {
    let mut all = Passed::default();
    let mut files = 0;
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors")).unwrap() {
        let path = entry.unwrap().path();
        let passed =
            check(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        all.positive += passed.positive;
        all.negative += passed.negative;
        files += 1;
    }
    assert!(files >= 5);
    assert!(all.negative >= all.positive, "{all:?}");
}

#[test]
fn a_file_with_a_wrong_answer_fails() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/merge.v2.json");
    let text = std::fs::read_to_string(path).unwrap();
    let wrong = text.replacen("slowly walked home alone", "slowly walked home", 1);
    assert_ne!(text, wrong);
    assert!(check(&wrong).unwrap_err().starts_with("different words"));
}
