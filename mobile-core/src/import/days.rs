//! Text files that hold many days: Day One's plain text, and those of `jrnl`.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::dates::{self, Order, Written};

/// An entry within a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Day<'a> {
    pub written: Written,
    pub text: &'a str,
    /// Facts that stand between the date and the words, such as where it was.
    pub facts: Vec<(&'a str, &'a str)>,
}

/// `[2024-03-05 22:30] Title`, at the beginning of a line.
static JRNL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^\[(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?(?: [AaPp][Mm])?)\] ?").ok());
/// `\tDate:\tMarch 5, 2024 at 10:30:00 PM GMT+1`.
static DAY_ONE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?m)^\t([^\s:]+):\t(.+)$").ok());

/// The days of a file, where all of it is days; `None` for an ordinary text.
pub(super) fn read(text: &str) -> Option<Vec<Day<'_>>> {
    day_one(text).or_else(|| jrnl(text))
}

fn jrnl(text: &str) -> Option<Vec<Day<'_>>> {
    let heads: Vec<_> = JRNL.as_ref()?.captures_iter(text).collect();
    // A single such line within a text is a line of it.
    if !text.trim_start().starts_with('[') || heads.is_empty() {
        return None;
    }
    let mut days = Vec::new();
    for (n, head) in heads.iter().enumerate() {
        let whole = head.get(0)?;
        let end = heads.get(n + 1).and_then(|next| next.get(0)).map_or(text.len(), |next| next.start());
        let written = dates::find(head.get(1)?.as_str(), Order::Unknown)?;
        days.push(Day { written, text: text[whole.end()..end].trim(), facts: Vec::new() });
    }
    Some(days)
}

fn day_one(text: &str) -> Option<Vec<Day<'_>>> {
    let facts: Vec<_> = DAY_ONE.as_ref()?.captures_iter(text).collect();
    if !text.trim_start_matches(['\n', ' ']).starts_with('\t') {
        return None;
    }
    let mut days: Vec<Day<'_>> = Vec::new();
    let mut words: Vec<(usize, usize)> = Vec::new();
    for fact in &facts {
        let (whole, name, value) = (fact.get(0)?, fact.get(1)?.as_str(), fact.get(2)?.as_str());
        let is_date = ["Date", "Datum", "Fecha", "Data", "日付", "日期"].contains(&name);
        match (is_date.then(|| dates::find(value, Order::Unknown)).flatten(), days.last_mut(), words.last_mut()) {
            (Some(written), _, last) => {
                if let Some(last) = last {
                    last.1 = whole.start();
                }
                days.push(Day { written, text: "", facts: Vec::new() });
                words.push((whole.end(), text.len()));
            }
            // Between the date and the words, and nowhere else.
            (None, Some(day), Some(place)) if text[place.0..whole.start()].trim().is_empty() => {
                day.facts.push((name, value.trim()));
                place.0 = whole.end();
            }
            _ => {}
        }
    }
    if days.is_empty() {
        return None;
    }
    for (day, (from, to)) in days.iter_mut().zip(words) {
        day.text = text[from..to].trim();
    }
    Some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_many_days_is_many_entries() {
        let text = "\tDate:\tMarch 5, 2024 at 10:30:00\u{202f}PM GMT+1\n\tWeather:\t3°C\n\nFirst\n\n\tNote:\tnot a fact\n\n\tDate:\tMarch 6, 2024 at 8:00:00 AM GMT+1\n\nSecond.\n";
        let days = read(text).unwrap();
        assert_eq!(days.iter().map(|day| day.text).collect::<Vec<_>>(), ["First\n\n\tNote:\tnot a fact", "Second."]);
        assert_eq!(days[0].facts, [("Weather", "3°C")]);
        let instant = |day: &Day<'_>| day.written.instant("UTC").unwrap().0;
        assert_eq!(days.iter().map(instant).collect::<Vec<_>>(), [1_709_674_200_000, 1_709_708_400_000]);

        let days =
            read("[2024-03-05 22:30] First. Body.\n\nMore [2024-01-01 10:00] within.\n\n[2024-03-06 08:00:10] Second.")
                .unwrap();
        assert_eq!(
            days.iter().map(|day| day.text).collect::<Vec<_>>(),
            ["First. Body.\n\nMore [2024-01-01 10:00] within.", "Second."]
        );
    }

    #[test]
    fn ordinary_texts_stay_one() {
        for text in
            ["", "Today\n[2024-03-05 22:30] was late.", "[link](x)", "\tindented: text", "[2024-03-05] note", "\tA:\tb"]
        {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
