//! Parsing dates and times as people and apps write them: in front matter, file names and folder names.
//!
//! - [`forms`]: the forms of a date; [`patterns`]: their regular expressions; [`calendar`]: the names of months and days
//! - [`names`]: dates in the names of files and folders

mod calendar;
mod forms;
mod names;
mod patterns;
#[cfg(test)]
mod tests;

use std::ops::Range;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use unicode_normalization::UnicodeNormalization as _;

pub(super) use calendar::is_weekday;
use forms::Found;
pub(super) use names::of_name;
use patterns::{COMPACT, DASHED, HOUR, JOINED, LAST, OFFSET, SHORT, SPAN, TIME, YEAR_LAST, ZONE};

/// The time zone of a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) enum Zone {
    /// Not given: the phone's own.
    #[default]
    Own,
    /// The name or offset in the text.
    Named(String),
    /// Seconds east of UTC.
    Offset(i32),
}

/// The order of day and month in `07-03-2024`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Order {
    DayFirst,
    MonthFirst,
    /// Unknown: the day is assumed to be first, as in most of the world, and the report mentions it.
    Unknown,
}

/// A date, with the time and zone beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Written {
    date: Date,
    time: Option<Time>,
    offset: Option<i32>,
    /// The name of the zone beside it.
    zone: Option<String>,
    /// Whether day and month may be swapped.
    pub guessed: bool,
    /// Whether it comes from the name of a folder.
    pub of_folder: bool,
}

impl From<Date> for Written {
    fn from(date: Date) -> Self {
        Self { date, time: None, offset: None, zone: None, guessed: false, of_folder: false }
    }
}

impl Written {
    /// Adds a time from another place, if there is none here.
    pub fn at_time(mut self, text: &str) -> Self {
        let text = spaced(text.trim());
        if self.time.is_none()
            && let Some(((hour, minute, second), end)) = time(&text)
            && text.len() == end
            && let Ok(time) = Time::new(hour, minute, second.min(59), 0)
        {
            self.time = Some(time);
        }
        self
    }

    /// Sets the zone of this name, if there is none here. An unknown name changes nothing.
    pub fn in_zone(mut self, name: &str) -> Self {
        if self.offset.is_none() && self.zone.is_none() {
            match offset_alone(name) {
                Some(offset) => self.offset = Some(offset),
                None => self.zone = Some(name.to_owned()).filter(|name| TimeZone::get(name).is_ok()),
            }
        }
        self
    }

    /// Whether there is a time beside the date.
    pub fn has_time(&self) -> bool {
        self.time.is_some()
    }

    /// Whether both are on the same day.
    pub fn same_day(&self, other: &Self) -> bool {
        self.date == other.date
    }

    /// The instant. A date without a time is noon, so that it stays the same day in most zones.
    pub fn instant(&self, own: &str) -> Option<(i64, Zone)> {
        let at = self.date.to_datetime(self.time.unwrap_or_else(|| Time::constant(12, 0, 0, 0)));
        let named = |name: &String| TimeZone::get(name).ok().map(|tz| (tz, Zone::Named(name.clone())));
        let (tz, zone) = match (self.offset, self.zone.as_ref().and_then(named)) {
            (Some(offset), named) => {
                let zone = named.map_or(Zone::Offset(offset), |(_, zone)| zone);
                (TimeZone::fixed(jiff::tz::Offset::from_seconds(offset).ok()?), zone)
            }
            (None, Some(named)) => named,
            (None, None) => (TimeZone::get(own).unwrap_or(TimeZone::UTC), Zone::Own),
        };
        Some((at.to_zoned(tz).ok()?.timestamp().as_millisecond(), zone))
    }
}

fn date(year: &str, month: i8, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// Finds the first date in a text, with the time and offset after it.
pub(in crate::import) fn find(text: &str, order: Order) -> Option<Written> {
    let plain: String = spaced(text).chars().map(digit).collect();
    locate(&plain, order).map(|(written, _)| written)
}

/// Converts digits of other scripts to ASCII.
fn digit(sign: char) -> char {
    const ZEROS: [char; 6] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}'];
    let value = ZEROS.iter().find_map(|zero| (sign as u32).checked_sub(*zero as u32).filter(|value| *value < 10));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(sign)
}

/// Seconds or milliseconds since the Unix epoch, as some apps write a date.
pub(in crate::import) fn of_epoch(text: &str) -> Option<i64> {
    let number: i64 = text.trim().parse().ok()?;
    match text.trim().len() {
        10 => Some(number * 1_000),
        13 => Some(number),
        _ => None,
    }
}

/// Whether a text is only a date, with its time and weekday.
pub(in crate::import) fn is_all(text: &str, order: Order) -> bool {
    let text = spaced(text);
    let Some((_, at)) = locate(&text, order) else { return false };
    let beside = |part: &str| {
        let part = part.trim_matches([' ', ',', '.']);
        part.is_empty() || is_weekday(part)
    };
    beside(&text[..at.start]) && beside(&text[at.end..])
}

/// Replaces special spaces by plain ones, because dates often contain no-break spaces, and composes letters, because the
/// file names of a Mac have them decomposed.
pub(in crate::import) fn spaced(text: &str) -> String {
    text.nfc().map(|sign| if ['\u{202f}', '\u{a0}', '\u{3000}'].contains(&sign) { ' ' } else { sign }).collect()
}

/// The first date in a text, with its position, time and offset.
pub(in crate::import) fn locate(text: &str, order: Order) -> Option<(Written, Range<usize>)> {
    if let Some(Found { date, at, guessed }) = forms::first(text, order) {
        let (written, behind) = timed(date, &text[at.end..], guessed);
        return Some((written, at.start..at.end + behind));
    }
    compact(text)
}

/// A date without separators, with the time after it: `20240305`, `20240305T2230`.
fn compact(text: &str) -> Option<(Written, Range<usize>)> {
    let found = COMPACT.captures(text)?;
    let day = date(&found[1], found[2].parse().ok()?, &found[3])?;
    let number = |at| found.get(at).and_then(|part| part.as_str().parse::<i8>().ok());
    let time = number(4).and_then(|hour| Time::new(hour, number(5).unwrap_or(0), number(6).unwrap_or(0), 0).ok());
    let start = found.get(1)?.start();
    match (time, found.get(6).or(found.get(5))) {
        (Some(time), Some(last)) => {
            let (offset, behind) = offset(&text[last.end()..]).unzip();
            let written = Written { time: Some(time), offset, ..Written::from(day) };
            Some((written, start..last.end() + behind.unwrap_or(0)))
        }
        _ => {
            let end = found.get(3)?.end();
            let (written, behind) = timed(day, &text[end..], false);
            Some((written, start..end + behind))
        }
    }
}

/// A date with the time after it, and their length in bytes.
fn timed(date: Date, rest: &str, guessed: bool) -> (Written, usize) {
    let alone = (Written { guessed, ..Written::from(date) }, 0);
    let skipped = calendar::weekday_end(rest);
    // Only a time behind a weekday belongs to the date.
    let Some((time, end)) = time(&rest[skipped..]).map(|(time, end)| (time, skipped + end)) else { return alone };
    let (hour, minute, second) = time;
    let (date, hour) = if hour == 24 && minute == 0 {
        let Ok(tomorrow) = date.tomorrow() else { return alone };
        (tomorrow, 0)
    } else {
        (date, hour)
    };
    // A leap second is the second before it.
    let Ok(time) = Time::new(hour, minute, second.min(59), 0) else { return alone };
    let is_span = is_span(&rest[skipped..end], (hour, minute), &rest[end..]);
    let (offset, behind) = if is_span { None } else { offset(&rest[end..]) }.unzip();
    let end = end + behind.unwrap_or(0);
    let zone = ZONE.captures(&rest[end..]).filter(|found| TimeZone::get(&found[1]).is_ok());
    let behind = zone.as_ref().and_then(|found| found.get(0)).map_or(0, |whole| whole.end());
    let zone = zone.map(|found| found[1].to_owned());
    (Written { time: Some(time), offset, zone, guessed, ..Written::from(date) }, end + behind)
}

/// The time at the beginning of a text, and its end.
fn time(text: &str) -> Option<((i8, i8, i8), usize)> {
    if let Some(found) = DASHED.captures(text) {
        let part = |one: usize, two: usize| found.get(one).or(found.get(two));
        let number = |part: Option<regex_lite::Match<'_>>| part.and_then(|part| part.as_str().parse::<i8>().ok());
        let last = part(3, 6).or(part(2, 5))?;
        return Some(((number(part(1, 4))?, number(part(2, 5))?, number(part(3, 6)).unwrap_or(0)), last.end()));
    }
    if let Some(found) = JOINED.captures(text) {
        let number = |at: usize| found.get(at).and_then(|part| part.as_str().parse::<i8>().ok());
        let last = found.get(3).or(found.get(2))?;
        return Some(((number(1)?, number(2)?, number(3).unwrap_or(0)), last.end()));
    }
    if let Some(found) = LAST.captures(text) {
        let number = |one, two| found.get(one).or(found.get(two)).and_then(|part| part.as_str().parse::<i8>().ok());
        return Some(((number(1, 3)?, number(2, 4)?, number(5, 5).unwrap_or(0)), text.len()));
    }
    let found = TIME.captures(text).or_else(|| HOUR.captures(text))?;
    let number = |name: &str| found.name(name).and_then(|part| part.as_str().parse::<i8>().ok());
    // An hour alone has no minutes.
    let minute = number("minute").unwrap_or(0);
    let (mut hour, second) = (number("hour")?, number("second").unwrap_or(0));
    let half = |sign: &str| found.name("half").is_some_and(|half| half.as_str().eq_ignore_ascii_case(sign));
    if (half("p") || found.name("after").is_some()) && hour < 12 {
        hour += 12;
    } else if (half("a") || found.name("before").is_some()) && hour == 12 {
        hour = 0;
    }
    Some(((hour, minute, second), found.get(0)?.end()))
}

/// Whether a time begins a span, as in `08:30-09:15`, and what follows it is not an offset. An offset is written after
/// seconds or a `T`, or is earlier than the time.
fn is_span(time: &str, start: (i8, i8), behind: &str) -> bool {
    let Some(found) = SPAN.captures(behind).filter(|_| !time.contains('T') && time.matches(':').count() == 1) else {
        return false;
    };
    let (hour, minute) = (found[1].parse::<i8>().unwrap_or(0), found[2].parse::<i8>().unwrap_or(0));
    (hour, minute) > start || ![0, 30, 45].contains(&minute)
}

/// The offset after a time (`Z`, `+01:00`, `-0800`, `GMT+1`, `PST`) in seconds east of UTC, and its length in bytes.
fn offset(text: &str) -> Option<(i32, usize)> {
    let word: String = text.trim_start().chars().take_while(|sign| sign.is_ascii_alphabetic()).collect();
    if let Some((_, hours)) = SHORT.iter().find(|(short, _)| word.eq_ignore_ascii_case(short)) {
        return Some((hours * 3_600, text.len() - text.trim_start().len() + word.len()));
    }
    let found = OFFSET.captures(text)?;
    let end = found.get(0)?.end();
    let Some(sign) = found.get(2) else { return found.get(1).map(|_| (0, end)) };
    let hours = &found[3];
    // `-5` after a time, without a zone name, may be anything.
    if found.get(1).is_none() && (hours.len() < 2 || found.get(4).is_none() && hours.len() != 2) {
        return None;
    }
    let minutes: i32 = found.get(4).and_then(|part| part.as_str().parse().ok()).unwrap_or(0);
    let seconds = hours.parse::<i32>().ok()? * 3_600 + minutes * 60;
    (seconds <= 18 * 3_600).then_some((if sign.as_str() == "+" { seconds } else { -seconds }, end))
}

/// An offset without a zone: `GMT-0800`, `UTC+5:30`, `+01:00`.
pub(in crate::import) fn offset_alone(text: &str) -> Option<i32> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let is_one = ["gmt", "utc", "+", "-", "\u{2212}", "z"].iter().any(|start| lower.starts_with(start))
        || SHORT.iter().any(|(short, _)| lower == *short);
    // The whole text must match: `Zulu-5` is not an offset.
    if is_one { offset(text).filter(|(_, end)| *end == text.len()).map(|(seconds, _)| seconds) } else { None }
}

/// The order of day and month according to the other names: one unambiguous name decides for all.
pub(in crate::import) fn order<'a>(names: impl Iterator<Item = &'a str>) -> Order {
    let mut found = Order::Unknown;
    for name in names {
        let Some(numbers) = YEAR_LAST.captures(name) else { continue };
        let (one, two) = (numbers[1].parse().unwrap_or(0), numbers[3].parse().unwrap_or(0));
        let says: Order = match (one, two) {
            (13..=31, 1..=12) => Order::DayFirst,
            (1..=12, 13..=31) => Order::MonthFirst,
            _ => continue,
        };
        if found != Order::Unknown && found != says {
            return Order::Unknown;
        }
        found = says;
    }
    found
}

/// A local time as some apps write it into JSON, or an instant with an offset.
pub(in crate::import) fn instant(text: &str, own: &str) -> Option<(i64, Zone)> {
    let found = find(text, Order::Unknown).and_then(|written| written.instant(own));
    let Ok(at) = text.parse::<jiff::Timestamp>() else { return found };
    // In milliseconds. Most apps write UTC, which does not tell the zone; an offset does.
    let zone = found.map(|(_, zone)| zone).filter(|zone| *zone != Zone::Offset(0));
    Some((at.as_millisecond(), zone.unwrap_or_default()))
}

/// A date and a time from their parts, in the phone's zone or the named one.
pub(in crate::import) fn local(at: DateTime, zone: &str) -> Option<i64> {
    let tz = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Some(at.to_zoned(tz).ok()?.timestamp().as_millisecond())
}
