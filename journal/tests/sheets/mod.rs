//! A dose on a day in February, and typed values around it, for the tests of the clinic's forms.

use journal::clinic::Row;
use journal::record::Moment;

pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 86_400_000;

/// The first dose of the tests.
pub fn dosed() -> Moment {
    Moment::parse("2026-02-12T10:00:00-07:00", "America/Denver").unwrap()
}

/// A time some minutes after the first dose, in typed form.
pub fn minute(minutes: i64) -> String {
    (dosed().unix_ms + minutes * MINUTE).to_string()
}

pub fn row(fields: &[(&str, &str)]) -> Row {
    fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}
