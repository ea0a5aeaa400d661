//! Pictures: whatever calls itself one is cleaned or refused, and what is cleaned is one again.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mobile_core::fuzzing::picture(bytes));
