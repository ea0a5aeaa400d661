//! Helpers that the test suites of several crates share. The tests across crates are in `tests/tests`: dependency laws,
//! known answers, the adversary.

pub mod cluster;
pub mod relay;
