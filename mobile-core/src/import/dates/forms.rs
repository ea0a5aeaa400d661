//! The forms of a date with separators: `2024-03-05`, `5.3.2024`, `March 5, 2024`.

use std::ops::Range;

use jiff::civil::{Date, ISOWeekDate, Weekday};
use regex_lite::Captures;

use super::calendar::{is_weekday, month};
use super::patterns::{DAY_MONTH, MONTH_DAY, SHORT_YEAR, WEEK, YEAR_FIRST, YEAR_LAST, YEAR_MONTH_DAY};
use super::{Order, date};

/// A date and its position in the text.
pub(super) struct Found {
    pub date: Date,
    pub at: Range<usize>,
    /// Whether day and month may be swapped.
    pub guessed: bool,
}

impl Found {
    /// A date that goes from one group of the match to another.
    fn of(date: Date, found: &Captures<'_>, first: usize, last: usize) -> Option<Self> {
        Some(Self { date, at: found.get(first)?.start()..found.get(last)?.end(), guessed: false })
    }
}

/// The date in the most certain form that the text contains.
pub(super) fn first(text: &str, order: Order) -> Option<Found> {
    year_first(text)
        .or_else(|| year_last(text, order))
        .or_else(|| day_month(text))
        .or_else(|| month_day(text))
        .or_else(|| year_month_day(text))
        .or_else(|| week(text))
        .or_else(|| short_year(text))
}

fn year_first(text: &str) -> Option<Found> {
    let found = YEAR_FIRST.captures(text)?;
    let (first, second) = (&found[2], &found[4]);
    if first != second && !["年", "년"].contains(&first) {
        return None;
    }
    Found::of(date(&found[1], found[3].parse().ok()?, &found[5])?, &found, 1, 5)
}

fn year_last(text: &str, order: Order) -> Option<Found> {
    let found = YEAR_LAST.captures(text)?;
    let (one, two): (i8, i8) = (found[1].parse().ok()?, found[3].parse().ok()?);
    if found[2] != found[4] {
        return None;
    }
    let month_first = two > 12 || (one <= 12 && order == Order::MonthFirst && &found[2] != ".");
    let (day, month) = if month_first { (&found[3], one) } else { (&found[1], two) };
    let guessed = one <= 12 && two <= 12 && one != two && order == Order::Unknown && &found[2] != ".";
    Some(Found { guessed, ..Found::of(date(&found[5], month, day)?, &found, 1, 5)? })
}

fn day_month(text: &str) -> Option<Found> {
    let found = DAY_MONTH.captures(text)?;
    Found::of(date(&found[3], month(&found[2])?, &found[1])?, &found, 1, 3)
}

fn month_day(text: &str) -> Option<Found> {
    let found = MONTH_DAY.captures(text)?;
    Found::of(date(&found[3], month(&found[1])?, &found[2])?, &found, 1, 3)
}

fn year_month_day(text: &str) -> Option<Found> {
    let found = YEAR_MONTH_DAY.captures(text)?;
    Found::of(date(&found[1], month(&found[2])?, &found[3])?, &found, 1, 3)
}

fn week(text: &str) -> Option<Found> {
    let found = WEEK.captures(text)?;
    let weekday = Weekday::from_monday_one_offset(found[3].parse().ok()?).ok()?;
    let day = ISOWeekDate::new(found[1].parse().ok()?, found[2].parse().ok()?, weekday).ok()?;
    Found::of(day.date(), &found, 1, 3)
}

fn short_year(text: &str) -> Option<Found> {
    let found = SHORT_YEAR.captures(text)?;
    if found.get(1).is_some_and(|word| !is_weekday(word.as_str())) {
        return None;
    }
    let year = if &found[4] < "70" { format!("20{}", &found[4]) } else { format!("19{}", &found[4]) };
    let day = date(&year, found[3].parse().ok()?, &found[2])?;
    Some(Found { guessed: true, ..Found::of(day, &found, 2, 4)? })
}
