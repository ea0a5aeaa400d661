//! Pictures: any input is cleaned or rejected, and a cleaned picture is a valid picture.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mobile_core::fuzzing::picture(bytes));
