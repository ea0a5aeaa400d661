//! Days and times in the forms that people and apps write them: at the head of a file, in its name, in its folders.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use regex_lite::Regex;

/// In which zone something was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Zone {
    /// Not said: the phone's own.
    #[default]
    Own,
    /// By a name or an offset, as it was written.
    Named(String),
    /// Seconds east of UTC.
    Offset(i32),
}

/// Which number is the day in `07-03-2024`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
    /// Nothing tells: the day is first, as in most of the world, and that is said.
    Unknown,
}

/// A day, and what else was written beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    date: Date,
    time: Option<Time>,
    offset: Option<i32>,
    /// The name of the zone beside it.
    zone: Option<String>,
    /// Whether nothing but the order of two numbers speaks for this day.
    pub guessed: bool,
    /// Whether it is the name of a folder.
    pub of_folder: bool,
}

impl From<Date> for Written {
    fn from(date: Date) -> Self {
        Self { date, time: None, offset: None, zone: None, guessed: false, of_folder: false }
    }
}

impl Written {
    /// With a time that is written elsewhere, where there is none here.
    pub fn at_time(mut self, text: &str) -> Self {
        if self.time.is_none()
            && let Some(((hour, minute, second), end)) = time(&spaced(text.trim()))
            && text.trim().len() == end
            && let Ok(time) = Time::new(hour, minute, second.min(59), 0)
        {
            self.time = Some(time);
        }
        self
    }

    /// In the zone of this name, where none is written here. One that is not known changes nothing.
    pub fn in_zone(mut self, name: &str) -> Self {
        if self.offset.is_none() && self.zone.is_none() {
            match offset_alone(name) {
                Some(offset) => self.offset = Some(offset),
                None => self.zone = Some(name.to_owned()).filter(|name| TimeZone::get(name).is_ok()),
            }
        }
        self
    }

    /// Whether both are of the same day.
    pub fn same_day(&self, other: &Self) -> bool {
        self.date == other.date
    }

    /// The instant: a day alone means its noon, so that it stays that day in most zones.
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

fn regex(pattern: &str) -> Regex {
    // The patterns are constants, and every test below uses them.
    Regex::new(pattern).unwrap_or_else(|_| unreachable!("a constant pattern"))
}

static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|[^\d])((?:1[89]|2[01])\d\d)\s?([-._/ 年년\x{2010}-\x{2013}])\s?(\d{1,2})\s?([-._/ 月월\x{2010}-\x{2013}])\s?(\d{1,2})(?:[^\d]|$)",
    )
});
/// `2024-Mar-05`.
static YEAR_MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:^|[^\d])((?:1[89]|2[01])\d\d)[\s_./-]+([^\s\d,._/-]{3,})\.?[\s_./-]+(\d{1,2})(?:[^\d]|$)")
});
/// `2024-W10-2`: the second day of a week.
static WEEK: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|[^\d])((?:19|20)\d\d)-?W([0-5]\d)-?([1-7])(?:[^\d]|$)"));
/// `5.3.24`, all there is.
static SHORT_YEAR: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:([^\s\d]+)\s+)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d\d)(?:[\s,]|$)"));
/// The name of a zone behind a time: `[Asia/Tokyo]`, ` Asia/Tokyo`.
static ZONE: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s?\[?([A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_-]+)+)\]?"));
static COMPACT: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:^|[^\d])((?:19|20)\d\d)(\d\d)(\d\d)(?:[-T_ ]?([01]\d|2[0-3])([0-5]\d)([0-5]\d)?)?(?:[^\d]|$)")
});
static YEAR_LAST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:^|[^\d])(\d{1,2})([-._/])\s?(\d{1,2})([-._/])\s?((?:1[89]|2[01])\d\d)(?:[^\d]|$)"));
static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:^|[^\d])(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?[\s_-]+(?:of |de |d')?([^\s\d,._-]{3,})\.?,?[\s_-]+(?:de |del )?((?:1[89]|2[01])\d\d)(?:[^\d]|$)",
    )
});
static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)([^\s\d,._-]{3,})\.?[\s_-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s_-]+((?:1[89]|2[01])\d\d)(?:[^\d]|$)")
});
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^[日일T_\s,]*(?:-\s+)?(?:(?:at|um|à|a las|alle|om)\s+)?(\d{1,2})[:.h](\d\d)(?:[:.](\d\d))?(?:[.,]\d{1,9})?(?:\s?([ap])\.?m\b\.?)?",
    )
});
/// As in names of files, which hold no colon: `T22-30`, ` 22-30-15`.
static DASHED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:T(\d\d)-(\d\d)(?:-(\d\d))?|[ _](\d\d)-(\d\d)-(\d\d))(?:[^\d]|$)"));
static OFFSET: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)^\s?(?:(z|utc|gmt)\b)?\s?(?:([-+\x{2212}])(\d{1,2}):?([0-5]\d)?)?"));

/// Short names of zones that mean one offset wherever they are written, in hours.
const SHORT: [(&str, i32); 14] = [
    ("pst", -8),
    ("pdt", -7),
    ("mst", -7),
    ("mdt", -6),
    ("cst", -6),
    ("cdt", -5),
    ("est", -5),
    ("edt", -4),
    ("cet", 1),
    ("mez", 1),
    ("cest", 2),
    ("mesz", 2),
    ("wet", 0),
    ("eet", 2),
];

/// The names of the months, in the languages that journals are most often dated in.
const MONTHS: [&str; 12] = [
    "january januar jänner janvier enero gennaio janeiro januari января styczeń stycznia leden ledna",
    "february februar feber février fevrier febrero febbraio fevereiro februari февраля luty lutego únor února",
    "march märz maerz mrz mars marzo março maart mrt марта marzec marca březen března",
    "april avril abril aprile апреля kwiecień kwietnia duben dubna",
    "may mai mayo maggio maio mei maj мая maja květen května",
    "june juni juin junio giugno junho июня czerwiec czerwca červen června",
    "july juli juillet julio luglio julho июля lipiec lipca červenec července",
    "august août aout agosto augustus augusti августа sierpień sierpnia srpen srpna",
    "september septembre septiembre settembre setembro сентября wrzesień września září",
    "october oktober octobre octubre ottobre outubro октября październik października říjen října",
    "november novembre noviembre novembro ноября listopad listopada",
    "december dezember décembre decembre diciembre dicembre dezembro desember декабря grudzień grudnia prosinec prosince",
];

/// A month by its name or by the beginning of its name.
fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    // The whole name first: one may begin another, as `červen` does `červenec`.
    let names = |is: &dyn Fn(&str) -> bool| MONTHS.iter().position(|names| names.split(' ').any(is));
    let found = names(&|name| name == word).or_else(|| names(&|name| name.starts_with(word.as_str())))?;
    Some(found as i8 + 1)
}

fn date(year: &str, month: i8, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// Finds the first day in a text, with the time and the offset behind it.
pub(super) fn find(text: &str, order: Order) -> Option<Written> {
    let plain: String = spaced(text).chars().map(digit).collect();
    locate(&plain, order).map(|(written, _)| written)
}

/// Digits of other scripts as those of ours.
fn digit(sign: char) -> char {
    const ZEROS: [char; 6] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}'];
    let value = ZEROS.iter().find_map(|zero| (sign as u32).checked_sub(*zero as u32).filter(|value| *value < 10));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(sign)
}

/// Seconds or milliseconds since the Unix epoch, as some apps write a date.
pub(super) fn of_epoch(text: &str) -> Option<i64> {
    let number: i64 = text.trim().parse().ok()?;
    match text.trim().len() {
        10 => Some(number * 1_000),
        13 => Some(number),
        _ => None,
    }
}

/// Whether a text is nothing but a day, with its time and its weekday.
pub(super) fn is_all(text: &str, order: Order) -> bool {
    let text = spaced(text);
    let Some((_, at)) = locate(&text, order) else { return false };
    let beside = |part: &str| {
        let part = part.trim_matches([' ', ',', '.']);
        part.is_empty() || super::days::is_weekday(part)
    };
    beside(&text[..at.start]) && beside(&text[at.end..])
}

/// A text with plain spaces where there are others: dates are often set with those that do not break.
pub(super) fn spaced(text: &str) -> String {
    text.replace(['\u{202f}', '\u{a0}'], " ")
}

/// The first day in a text, and where it stands with its time and its offset.
pub(super) fn locate(text: &str, order: Order) -> Option<(Written, Range<usize>)> {
    let year_first = || {
        let found = YEAR_FIRST.captures(text)?;
        let (first, second) = (&found[2], &found[4]);
        if first != second && !["年", "년"].contains(&first) {
            return None;
        }
        let date = date(&found[1], found[3].parse().ok()?, &found[5])?;
        Some((date, found.get(1)?.start()..found.get(5)?.end(), false))
    };
    let year_month_day = || {
        let found = YEAR_MONTH_DAY.captures(text)?;
        Some((date(&found[1], month(&found[2])?, &found[3])?, found.get(1)?.start()..found.get(3)?.end(), false))
    };
    let week = || {
        let found = WEEK.captures(text)?;
        let weekday = jiff::civil::Weekday::from_monday_one_offset(found[3].parse().ok()?).ok()?;
        let day = jiff::civil::ISOWeekDate::new(found[1].parse().ok()?, found[2].parse().ok()?, weekday).ok()?;
        Some((day.date(), found.get(1)?.start()..found.get(3)?.end(), false))
    };
    let short_year = || {
        let found = SHORT_YEAR.captures(text)?;
        if found.get(1).is_some_and(|word| !super::days::is_weekday(word.as_str())) {
            return None;
        }
        let year = if &found[4] < "70" { format!("20{}", &found[4]) } else { format!("19{}", &found[4]) };
        let day = date(&year, found[3].parse().ok()?, &found[2])?;
        Some((day, found.get(2)?.start()..found.get(4)?.end(), true))
    };
    let year_last = || {
        let found = YEAR_LAST.captures(text)?;
        let (one, two): (i8, i8) = (found[1].parse().ok()?, found[3].parse().ok()?);
        if found[2] != found[4] {
            return None;
        }
        let month_first = two > 12 || (one <= 12 && order == Order::MonthFirst && &found[2] != ".");
        let (day, month) = if month_first { (&found[3], one) } else { (&found[1], two) };
        let guessed = one <= 12 && two <= 12 && one != two && order == Order::Unknown && &found[2] != ".";
        Some((date(&found[5], month, day)?, found.get(1)?.start()..found.get(5)?.end(), guessed))
    };
    let day_month = || {
        let found = DAY_MONTH.captures(text)?;
        Some((date(&found[3], month(&found[2])?, &found[1])?, found.get(1)?.start()..found.get(3)?.end(), false))
    };
    let month_day = || {
        let found = MONTH_DAY.captures(text)?;
        Some((date(&found[3], month(&found[1])?, &found[2])?, found.get(1)?.start()..found.get(3)?.end(), false))
    };
    if let Some((day, at, guessed)) = year_first()
        .or_else(year_last)
        .or_else(day_month)
        .or_else(month_day)
        .or_else(year_month_day)
        .or_else(week)
        .or_else(short_year)
    {
        let (written, behind) = timed(day, &text[at.end..], guessed);
        return Some((written, at.start..at.end + behind));
    }
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

/// A day with the time behind it, and how many bytes that takes.
fn timed(date: Date, rest: &str, guessed: bool) -> (Written, usize) {
    let alone = (Written { guessed, ..Written::from(date) }, 0);
    let Some((time, end)) = time(rest) else { return alone };
    let (hour, minute, second) = time;
    let (date, hour) = if hour == 24 && minute == 0 {
        let Ok(tomorrow) = date.tomorrow() else { return alone };
        (tomorrow, 0)
    } else {
        (date, hour)
    };
    // A leap second is the second before it.
    let Ok(time) = Time::new(hour, minute, second.min(59), 0) else { return alone };
    let (offset, behind) = offset(&rest[end..]).unzip();
    let end = end + behind.unwrap_or(0);
    let zone = ZONE.captures(&rest[end..]).filter(|found| TimeZone::get(&found[1]).is_ok());
    let behind = zone.as_ref().and_then(|found| found.get(0)).map_or(0, |whole| whole.end());
    let zone = zone.map(|found| found[1].to_owned());
    (Written { time: Some(time), offset, zone, guessed, ..Written::from(date) }, end + behind)
}

/// The time with which a text begins, and where it ends.
fn time(text: &str) -> Option<((i8, i8, i8), usize)> {
    if let Some(found) = DASHED.captures(text) {
        let part = |one: usize, two: usize| found.get(one).or(found.get(two));
        let number = |part: Option<regex_lite::Match<'_>>| part.and_then(|part| part.as_str().parse::<i8>().ok());
        let last = part(3, 6).or(part(2, 5))?;
        return Some(((number(part(1, 4))?, number(part(2, 5))?, number(part(3, 6)).unwrap_or(0)), last.end()));
    }
    let found = TIME.captures(text)?;
    let number = |at: usize| found.get(at).and_then(|part| part.as_str().parse::<i8>().ok());
    let (mut hour, minute, second) = (number(1)?, number(2)?, number(3).unwrap_or(0));
    match found.get(4).map(|half| half.as_str().to_lowercase()) {
        Some(half) if half == "p" && hour < 12 => hour += 12,
        Some(half) if half == "a" && hour == 12 => hour = 0,
        _ => {}
    }
    Some(((hour, minute, second), found.get(0)?.end()))
}

/// Seconds east of UTC, as they are written behind a time: `Z`, `+01:00`, `-0800`, `GMT+1`, `PST`.
/// And how many bytes that takes.
fn offset(text: &str) -> Option<(i32, usize)> {
    let word: String = text.trim_start().chars().take_while(|sign| sign.is_ascii_alphabetic()).collect();
    if let Some((_, hours)) = SHORT.iter().find(|(short, _)| word.eq_ignore_ascii_case(short)) {
        return Some((hours * 3_600, text.len() - text.trim_start().len() + word.len()));
    }
    let found = OFFSET.captures(text)?;
    let end = found.get(0)?.end();
    let Some(sign) = found.get(2) else { return found.get(1).map(|_| (0, end)) };
    let hours = &found[3];
    // `-5` behind a time without a word may be anything.
    if found.get(1).is_none() && (hours.len() < 2 || found.get(4).is_none() && hours.len() != 2) {
        return None;
    }
    let minutes: i32 = found.get(4).and_then(|part| part.as_str().parse().ok()).unwrap_or(0);
    let seconds = hours.parse::<i32>().ok()? * 3_600 + minutes * 60;
    (seconds <= 18 * 3_600).then_some((if sign.as_str() == "+" { seconds } else { -seconds }, end))
}

/// An offset that stands for itself: `GMT-0800`, `UTC+5:30`, `+01:00`.
pub(super) fn offset_alone(text: &str) -> Option<i32> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let is_one = ["gmt", "utc", "+", "-", "\u{2212}", "z"].iter().any(|start| lower.starts_with(start))
        || SHORT.iter().any(|(short, _)| lower == *short);
    // All of it: `Zulu-5` is no offset.
    if is_one { offset(text).filter(|(_, end)| *end == text.len()).map(|(seconds, _)| seconds) } else { None }
}

/// The day that a file's name or its folders say.
pub(super) fn of_name(name: &str, order: Order) -> Option<Written> {
    let last = super::names::last(name);
    let stem = if super::names::ending(name).len() <= 8 { super::names::stem(name) } else { last };
    find(stem, order).or_else(|| of_folders(name, stem)).or_else(|| of_days_folder(name, order))
}

/// `2024-03-05/morning.md`, `2024/03/05/morning.md`: a folder for each day. A folder of another kind may have a date in its
/// name, such as that of the export: it has to be all of it, and is said to be the folder's.
fn of_days_folder(name: &str, order: Order) -> Option<Written> {
    let folder = super::names::folder(name);
    let folders: Vec<&str> = folder.split('/').collect();
    let last = folders.last().copied().unwrap_or_default();
    let parts = folders.len().checked_sub(3).map(|from| folders[from..].join("/")).unwrap_or_default();
    let whole = [last.to_owned(), parts].into_iter().find(|text| is_all(text, order))?;
    find(&whole, order).map(|written| Written { of_folder: true, ..written })
}

/// `2024/03/08.md`, `2024/03-March/8 Friday.md`, `2024/03-08.md`.
fn of_folders(name: &str, stem: &str) -> Option<Written> {
    let folders: Vec<&str> = super::names::folder(name).split('/').collect();
    let number = |text: &str| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        if digits.len() <= 2 { digits.parse::<i8>().ok() } else { None }
    };
    let alone = |date: Date| Some(Written::from(date));
    for (at, folder) in folders.iter().enumerate().rev() {
        let year = folder.get(..4).filter(|_| folder.len() == 4).and_then(|year| year.parse::<i16>().ok());
        let year = year.filter(|year| (1_800..2_200).contains(year));
        let (year, in_folder) = match (year, folder.split_once(['-', '_', '.'])) {
            (Some(year), _) => (year, None),
            // `2024-03`, and `03-2024`.
            (None, Some((year, rest))) if year.len() == 4 => match (year.parse::<i16>(), number(rest)) {
                (Ok(year), Some(month)) => (year, Some(month)),
                _ => continue,
            },
            (None, Some((month, year))) if year.len() == 4 => match (year.parse::<i16>(), number(month)) {
                (Ok(year), Some(month)) if (1_800..2_200).contains(&year) => (year, Some(month)),
                _ => continue,
            },
            // `March 2024`
            (None, None) if folder.contains(' ') => {
                let (word, year) = folder.split_once(' ').unwrap_or_default();
                match (year.parse::<i16>(), month(word)) {
                    (Ok(year), Some(month)) if (1_800..2_200).contains(&year) => (year, Some(month)),
                    _ => continue,
                }
            }
            _ => continue,
        };
        let below = folders.get(at + 1).copied();
        let of_month = in_folder.or_else(|| below.and_then(|text| number(text).or_else(|| month(text))));
        if let Some(found) = of_month
            && let Some(date) = number(stem).and_then(|day| Date::new(year, found, day).ok())
        {
            return alone(date);
        }
        // The name has month and day.
        let (of_year, day) = stem.split_once(['-', '_', '.', ' '])?;
        let date = Date::new(year, number(of_year).or_else(|| month(of_year))?, number(day)?).ok()?;
        return alone(date);
    }
    None
}

/// What the other names say of the order of day and month: one that can be read in one way only tells for all.
pub(super) fn order<'a>(names: impl Iterator<Item = &'a str>) -> Order {
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
pub(super) fn instant(text: &str, own: &str) -> Option<(i64, Zone)> {
    let found = find(text, Order::Unknown).and_then(|written| written.instant(own));
    let Ok(at) = text.parse::<jiff::Timestamp>() else { return found };
    // To the millisecond. Most apps write UTC, which says nothing of the zone; an offset does.
    let zone = found.map(|(_, zone)| zone).filter(|zone| *zone != Zone::Offset(0));
    Some((at.as_millisecond(), zone.unwrap_or_default()))
}

/// A day and a time by their parts, in the phone's zone or the one that is named.
pub(super) fn local(at: DateTime, zone: &str) -> Option<i64> {
    let tz = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Some(at.to_zoned(tz).ok()?.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<String> {
        let (ms, zone) = find(text, Order::Unknown)?.instant("Europe/Berlin")?;
        let tz = match zone {
            Zone::Offset(offset) => TimeZone::fixed(jiff::tz::Offset::from_seconds(offset).unwrap()),
            _ => TimeZone::get("Europe/Berlin").unwrap(),
        };
        Some(jiff::Timestamp::from_millisecond(ms).unwrap().to_zoned(tz).strftime("%FT%H:%M%:z").to_string())
    }

    #[test]
    fn days_and_times_are_read_as_people_write_them() {
        for (text, expected) in [
            ("2024-03-05", "2024-03-05T12:00+01:00"),
            ("2024-03-05T12:30:00+01:00", "2024-03-05T12:30+01:00"),
            ("2024-03-06T00:30:00+09:00", "2024-03-06T00:30+09:00"),
            ("2021-10-05 23:30:11Z", "2021-10-05T23:30+00:00"),
            ("2024-03-05 08:00", "2024-03-05T08:00+01:00"),
            ("2024-03-05 8:00 PM", "2024-03-05T20:00+01:00"),
            ("2024-03-11 24:00", "2024-03-12T00:00+01:00"),
            ("2024-03-31 02:30", "2024-03-31T03:30+02:00"),
            ("20240314", "2024-03-14T12:00+01:00"),
            ("202403141530", "2024-03-14T15:30+01:00"),
            ("20240314T153000Z", "2024-03-14T15:30+00:00"),
            ("8 March 2024", "2024-03-08T12:00+01:00"),
            ("8th of March, 2024", "2024-03-08T12:00+01:00"),
            ("March 7, 2024", "2024-03-07T12:00+01:00"),
            ("Tuesday, March 5, 2024 at 10:30:00\u{202f}PM GMT+1", "2024-03-05T22:30+01:00"),
            ("March 5, 2024 at 10:30:00 PM PST", "2024-03-05T22:30-08:00"),
            ("5. März 2024 um 22:30", "2024-03-05T22:30+01:00"),
            ("5 de marzo de 2024", "2024-03-05T12:00+01:00"),
            ("5 août 2023", "2023-08-05T12:00+02:00"),
            ("07.03.2024", "2024-03-07T12:00+01:00"),
            ("03/25/2024", "2024-03-25T12:00+01:00"),
            ("2024年3月5日 08:15", "2024-03-05T08:15+01:00"),
            ("2024_03_05", "2024-03-05T12:00+01:00"),
            ("2024-03-05T22-30", "2024-03-05T22:30+01:00"),
            ("2024-03-05 22-30-15", "2024-03-05T22:30+01:00"),
            ("2024-03-05 10-20 things", "2024-03-05T12:00+01:00"),
            ("Mar 5th, 2024", "2024-03-05T12:00+01:00"),
            ("5 févr. 2024", "2024-02-05T12:00+01:00"),
            ("5 lipca 2024", "2024-07-05T12:00+02:00"),
            ("Tagebuch 2024-03-12", "2024-03-12T12:00+01:00"),
            ("2024-Mar-05", "2024-03-05T12:00+01:00"),
            ("2024\u{2013}03\u{2013}05", "2024-03-05T12:00+01:00"),
            ("2024-W10-2", "2024-03-05T12:00+01:00"),
            ("5.3.24", "2024-03-05T12:00+01:00"),
            ("Di. 05.03.24 22:30", "2024-03-05T22:30+01:00"),
            ("٢٠٢٤-٠٣-٠٥", "2024-03-05T12:00+01:00"),
            ("2024-03-05T22:30:00[Asia/Tokyo]", "2024-03-05T14:30+01:00"),
            ("2024-03-05 22:30 Asia/Tokyo", "2024-03-05T14:30+01:00"),
            ("2024-03-05T22:30:00+09:00[Asia/Tokyo]", "2024-03-05T14:30+01:00"),
        ] {
            assert_eq!(at(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "2024-02-30",
            "soon",
            "",
            "12-34",
            "call 0301234567",
            "2024-13-01",
            "1234-5678",
            "Section 5, 2024",
            "Marriage 5, 2024",
            "5 marbles 2024",
            "Version 1.2.24",
            "2024-W60-1",
            "2024-Mum-05",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }

    #[test]
    fn names_and_folders_say_the_day() {
        for (name, day) in [
            ("2024_03_05.md", "2024-03-05"),
            ("20240306.md", "2024-03-06"),
            ("a/March 7, 2024.md", "2024-03-07"),
            ("2024/03/08.md", "2024-03-08"),
            ("Journal/2024/03-March/10 Sunday.md", "2024-03-10"),
            ("2024/March/9.md", "2024-03-09"),
            ("2024-03/08.md", "2024-03-08"),
            ("2024/03-08.md", "2024-03-08"),
            ("2024.03.11.md", "2024-03-11"),
            ("notes/2024-03-05 rain.txt", "2024-03-05"),
            ("2024-03-10", "2024-03-10"),
            ("2024-03-09-Saturday.md", "2024-03-09"),
            ("March 2024/5.md", "2024-03-05"),
            ("03-2024/05.md", "2024-03-05"),
            ("2024-03-05/morning.md", "2024-03-05"),
            ("a/2024/3/5/note.md", "2024-03-05"),
            ("05.03.24.md", "2024-03-05"),
        ] {
            assert_eq!(
                of_name(name, Order::Unknown).map(|found| found.date.to_string()).as_deref(),
                Some(day),
                "{name}"
            );
        }
        for name in
            ["rain.txt", "é.txt", "2024/notes/8 things.md", "todo/3/4.md", "v1.2.3.md", "Export 2024-03-05/rain.md"]
        {
            assert_eq!(of_name(name, Order::Unknown), None, "{name}");
        }
    }

    #[test]
    fn the_order_of_day_and_month_is_told_by_the_others_or_said_to_be_a_guess() {
        let day = |order| of_name("07-03-2024.md", order).map(|found| (found.date.to_string(), found.guessed));
        assert_eq!(day(order(["25-03-2024.md", "07-03-2024.md"].into_iter())), Some(("2024-03-07".into(), false)));
        assert_eq!(day(order(["03-25-2024.md", "07-03-2024.md"].into_iter())), Some(("2024-07-03".into(), false)));
        assert_eq!(day(order(["07-03-2024.md"].into_iter())), Some(("2024-03-07".into(), true)));
    }

    #[test]
    fn zones_are_read_in_all_spellings() {
        for (text, hours) in [("GMT-0800", -8.0), ("UTC+5:30", 5.5), ("+01:00", 1.0), ("GMT+1", 1.0), ("Z", 0.0)] {
            assert_eq!(offset_alone(text), Some((hours * 3_600.0) as i32), "{text}");
        }
        assert_eq!(
            (offset_alone("US/Pacific-New"), offset_alone("Zulu-5"), offset_alone("pst")),
            (None, None, Some(-28_800))
        );
    }
}
