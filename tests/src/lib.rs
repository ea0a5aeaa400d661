//! What suites of several crates share. The tests across crates themselves are in `tests/tests`: laws, known answers, the
//! adversary.

pub mod cluster;
pub mod line;
