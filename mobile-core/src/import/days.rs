//! Text files that contain many days: Day One's plain text, `jrnl`'s files, and diaries with one line or heading for
//! each day.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::dates::{self, Order, Written};

/// An entry within a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Day<'a> {
    /// `None` if the date is invalid: `2024-02-30`.
    pub written: Option<Written>,
    /// The rest of the heading beside the date.
    pub title: String,
    pub text: &'a str,
    /// Facts between the date and the text, such as the place.
    pub facts: Vec<(&'a str, &'a str)>,
}

/// `[2024-03-05 22:30] Title`, at the beginning of a line. `jrnl` writes the date in the form that the person has chosen.
static JRNL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?m)^\[([^\]\[\n]{8,60})\] ?").ok());
/// `2024-03-05 22:30 Title`, as `jrnl` wrote it before its second version.
static OLD_JRNL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?m)^(\d{4}-\d\d-\d\d \d\d:\d\d) ").ok());
/// `\tDate:\tMarch 5, 2024 at 10:30:00 PM GMT+1`.
static DAY_ONE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?m)^\t([^\t:\n]{1,30}):\t(.+)$").ok());
/// The days of a file that an app wrote; `None` for an ordinary text.
pub(super) fn read(text: &str) -> Option<Vec<Day<'_>>> {
    day_one(text).or_else(|| jrnl(text))
}

fn jrnl(text: &str) -> Option<Vec<Day<'_>>> {
    let in_brackets = text.trim_start().starts_with('[');
    // A date and its time, nothing else. Without brackets, after an empty line.
    let is_head = |head: &regex_lite::Captures<'_>| {
        let at = head.get(1).map_or("", |at| at.as_str());
        let apart = head.get(0).is_some_and(|whole| {
            let before = &text[..whole.start()];
            before.trim().is_empty() || before.ends_with("\n\n")
        });
        let is_iso = at.len() >= 16 && at.as_bytes()[4] == b'-' && at.as_bytes()[13] == b':';
        let written = || dates::find(at, Order::Unknown).is_some_and(|written| written.has_time());
        (in_brackets || apart) && (is_iso || written() && dates::is_all(at, Order::Unknown))
    };
    let form = if in_brackets { JRNL.as_ref() } else { OLD_JRNL.as_ref() };
    let heads: Vec<_> = form?.captures_iter(text).filter(is_head).collect();
    if heads.is_empty() {
        return None;
    }
    let order = dates::order(heads.iter().filter_map(|head| head.get(1)).map(|at| at.as_str()));
    let mut days = Vec::new();
    for (n, head) in heads.iter().enumerate() {
        let whole = head.get(0)?;
        if n == 0 && !text[..whole.start()].trim().is_empty() {
            return None;
        }
        let end = heads.get(n + 1).and_then(|next| next.get(0)).map_or(text.len(), |next| next.start());
        let written = dates::find(head.get(1)?.as_str(), order);
        days.push(Day { written, text: text[whole.end()..end].trim(), ..Day::default() });
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
    let mut start = None;
    for fact in &facts {
        let (whole, name, value) = (fact.get(0)?, fact.get(1)?.as_str(), fact.get(2)?.as_str());
        let name = name.trim();
        let is_date = ["Date", "Datum", "Fecha", "Data", "Дата", "Tarih", "日付", "日期", "날짜"].contains(&name);
        // Only between the date and the text.
        let in_head = words.last().is_some_and(|(from, _)| text[*from..whole.start()].trim().is_empty());
        match (days.last_mut(), words.last_mut()) {
            (Some(day), Some(place)) if in_head && !is_date => {
                day.facts.push((name, value.trim()));
                place.0 = whole.end();
            }
            // Within the text only a valid date begins another day.
            (_, last) if is_date => {
                let written = dates::find(value, Order::Unknown);
                let apart = text[..whole.start()].ends_with("\n\n") || text[..whole.start()].trim().is_empty();
                if written.is_none() && !apart {
                    continue;
                }
                if let Some(last) = last {
                    last.1 = whole.start();
                }
                start = start.or(Some(whole.start()));
                days.push(Day { written, ..Day::default() });
                words.push((whole.end(), text.len()));
            }
            _ => {}
        }
    }
    // Text before the first date makes it an ordinary text.
    if !text[..start?].trim().is_empty() || days.iter().all(|day| day.written.is_none()) {
        return None;
    }
    for (day, (from, to)) in days.iter_mut().zip(words) {
        day.text = text[from..to].trim();
    }
    Some(days)
}

/// The names under which the headings above a day are kept: the title of the diary, then a year, a month.
const ABOVE: [&str; 6] = ["diary", "heading 2", "heading 3", "heading 4", "heading 5", "heading 6"];

/// A line with a date.
struct Head<'a> {
    written: Written,
    title: String,
    /// The headings above it: level and text.
    above: Vec<(usize, &'a str)>,
    /// The heading level; 0 for a line that is only a date.
    level: usize,
    /// Its start, and the start of the text after it.
    at: (usize, usize),
}

/// The days of a diary: from its first line on, every day has a heading or a line with its date. `named` is the date in
/// the file name: a note that begins with that date is a single note.
pub(super) fn headed<'a>(text: &'a str, order: Order, named: Option<&Written>) -> Option<Vec<Day<'a>>> {
    let order = match order {
        Order::Unknown => dates::order(text.lines().filter(|line| begins_with_number(line))),
        known => known,
    };
    let mut heads: Vec<Head<'_>> = Vec::new();
    // The headings above the days, and where they begin. A day ends there, and nothing else stands below them.
    let (mut above, mut cuts, mut open): (Vec<(usize, &str)>, Vec<usize>, bool) = (Vec::new(), Vec::new(), false);
    let (mut at, mut fenced) = (0, false);
    let mut after_empty = true;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
        }
        let level = trimmed.chars().take_while(|sign| *sign == '#').count();
        let is_heading = !fenced && (1..=6).contains(&level) && trimmed[level..].starts_with([' ', '\t']);
        let found = match is_heading {
            true => day_of(trimmed[level..].trim_matches(['#', ' ', '\t', '*']), order),
            false if fenced || !after_empty || trimmed.is_empty() => None,
            // Without a heading's marker, the line must be only a date.
            false => day_of(trimmed.trim_matches(['*', '_', ':', '-', '=', ' ']), order)
                .filter(|(_, title)| title.is_empty()),
        };
        let of_level = heads.first().map(|first| first.level);
        match found {
            Some((written, title)) if of_level.is_none_or(|known| known == if is_heading { level } else { 0 }) => {
                if is_heading && above.iter().any(|(over, _)| *over >= level) {
                    return None;
                }
                let level = if is_heading { level } else { 0 };
                heads.push(Head { written, title, above: above.clone(), level, at: (start, end) });
                open = false;
            }
            // The title of the diary, a year, a month. A note that has a date of its own has only a title.
            _ if is_heading
                && of_level.is_none_or(|known| level < known)
                && (named.is_none() || level == 1 && heads.is_empty() && above.is_empty()) =>
            {
                above.retain(|(over, _)| *over < level);
                above.push((level, trimmed));
                cuts.push(start);
                open = true;
            }
            // A heading of the same or a higher level without a date: not a diary.
            _ if is_heading && of_level.is_some_and(|known| known > 0 && level <= known) => return None,
            _ if (heads.is_empty() || open) && !trimmed.is_empty() => return None,
            _ => {}
        }
        after_empty = trimmed.is_empty();
    }
    let first = heads.first()?;
    if open || named.is_some_and(|named| named.same_day(&first.written)) {
        return None;
    }
    Some(between(text, heads, &cuts))
}

/// The days between their heads. A day also ends at the next of these cuts.
fn between<'a>(text: &'a str, heads: Vec<Head<'a>>, cuts: &[usize]) -> Vec<Day<'a>> {
    let next = heads.iter().skip(1).map(|head| head.at.0).chain([text.len()]);
    let end = |(head, next): (&Head<'_>, usize)| {
        cuts.iter().copied().find(|cut| *cut > head.at.0).map_or(next, |cut| cut.min(next))
    };
    let ends: Vec<usize> = heads.iter().zip(next).map(end).collect();
    let days = heads.into_iter().zip(ends).map(|(head, end)| Day {
        written: Some(head.written),
        title: head.title,
        text: underlined(&text[head.at.1..end]).trim(),
        facts: head.above.iter().map(|(level, line)| (ABOVE[level - 1], line.trim_start_matches('#').trim())).collect(),
    });
    days.collect()
}

/// Whether a line or a heading begins with a number, as most dates do.
fn begins_with_number(line: &str) -> bool {
    line.trim_start_matches(['#', '*', '_', '[', ' ', '\t']).starts_with(|sign: char| sign.is_ascii_digit())
}

/// The text after an underlined heading.
fn underlined(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    let is_rule = !line.is_empty() && line.chars().all(|sign| ['=', '-', ' '].contains(&sign));
    if is_rule { &text[line.len()..] } else { text }
}

/// The date at the beginning of a line, with or without its weekday, and the rest of the line.
fn day_of(line: &str, order: Order) -> Option<(Written, String)> {
    let line = dates::spaced(line);
    let (written, at) = dates::locate(&line, order)?;
    let before = line[..at.start].trim_matches([' ', ',', '.', '(', '[', '-', '\u{2013}']).to_lowercase();
    let behind = line[at.end..].trim_matches([' ', ',', '.', ':', ')', ']', '-', '\u{2013}', '\u{2014}']);
    if !before.is_empty() && !dates::is_weekday(&before) {
        return None;
    }
    let behind = if dates::is_weekday(behind) { "" } else { behind };
    Some((written, behind.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Option<Vec<Day<'_>>> {
        read(text).or_else(|| headed(text, Order::Unknown, None))
    }

    #[test]
    fn a_file_of_many_days_is_many_entries() {
        let text = "\tDate:\tMarch 5, 2024 at 10:30:00\u{202f}PM GMT+1\n\tWeather:\t3°C\n\nFirst\n\n\tNote:\tnot a fact\n\n\tDate:\tMarch 6, 2024 at 8:00:00 AM GMT+1\n\nSecond.\n";
        let read = days(text).unwrap();
        assert_eq!(read.iter().map(|day| day.text).collect::<Vec<_>>(), ["First\n\n\tNote:\tnot a fact", "Second."]);
        assert_eq!(read[0].facts, [("Weather", "3°C")]);
        let instant = |day: &Day<'_>| day.written.as_ref().unwrap().instant("UTC").unwrap().0;
        assert_eq!(read.iter().map(instant).collect::<Vec<_>>(), [1_709_674_200_000, 1_709_708_400_000]);

        let read =
            days("[2024-03-05 22:30] First. Body.\n\nMore [2024-01-01 10:00] within.\n\n[2024-03-06 08:00:10] Second.")
                .unwrap();
        assert_eq!(
            read.iter().map(|day| day.text).collect::<Vec<_>>(),
            ["First. Body.\n\nMore [2024-01-01 10:00] within.", "Second."]
        );
    }

    #[test]
    fn a_date_that_is_none_costs_its_own_day_and_no_other() {
        let read = days("[2024-02-30 22:30] No such day.\n\n[2024-03-06 08:00] Second.").unwrap();
        let texts =
            |days: &[Day<'_>]| days.iter().map(|day| (day.written.is_some(), day.text.to_owned())).collect::<Vec<_>>();
        assert_eq!(texts(&read), [(false, "No such day.".into()), (true, "Second.".into())]);
        let read =
            days("\tDate:\tMarch 5, 2024\n\nFirst.\n\n\tDate:\tsoon\n\nSecond.\n\tDate:\tnot one\nmore").unwrap();
        assert_eq!(texts(&read), [(true, "First.".into()), (false, "Second.\n\tDate:\tnot one\nmore".into())]);
    }

    /// The time, title and text of each day.
    fn parsed(text: &str) -> Vec<(String, String, String)> {
        let day = |day: Day<'_>| {
            let (ms, _) = day.written.as_ref().unwrap().instant("UTC").unwrap();
            let at = jiff::Timestamp::from_millisecond(ms).unwrap().to_string();
            (at[..16].to_owned(), day.title, day.text.to_owned())
        };
        days(text).unwrap_or_default().into_iter().map(day).collect()
    }

    fn expected(days: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
        days.iter().map(|(at, title, text)| ((*at).into(), (*title).into(), (*text).into())).collect()
    }

    #[test]
    fn a_diary_with_a_heading_or_a_line_for_each_day_is_many_entries() {
        assert_eq!(
            parsed(
                "# March\n\n## 2024-03-05 22:30 Lake\n\nA.\n\n### Later\nB.\n\n## Wednesday, 6 March 2024\nC. 2024-01-01\n"
            ),
            expected(&[("2024-03-05T22:30", "Lake", "A.\n\n### Later\nB."), ("2024-03-06T12:00", "", "C. 2024-01-01")])
        );
        assert_eq!(
            parsed("Di, 5. März 2024:\nA.\nB on 6 March 2024\n\n7.3.2024\n=====\nC."),
            expected(&[("2024-03-05T12:00", "", "A.\nB on 6 March 2024"), ("2024-03-07T12:00", "", "C.")])
        );
        for ordinary in [
            "# 2024-03-05\nA\n# Plans\nB\n# 2024-03-06\nC",
            "First words.\n\n## 2024-03-05\nA\n\n## 2024-03-06\nB",
            "## Plans for 2024-03-05\nA\n## Plans for 2024-03-06\nB",
            "```\n# 2024-03-05\n# 2024-03-06\n```",
        ] {
            assert!(days(ordinary).is_none(), "{ordinary}");
        }
        let named = dates::find("2024-03-05", Order::Unknown);
        assert!(headed("# 2024-03-05\nA\n# 2024-03-04\nB", Order::Unknown, named.as_ref()).is_none());
        assert_eq!(parsed("# 2024-03-05\n\nOne day."), expected(&[("2024-03-05T12:00", "", "One day.")]));
        // The same day twice, as in exports of diaries with several entries per day.
        assert_eq!(parsed("## Monday, 14 December 2020\n\nA\n\n## Monday, 14 December 2020\n\nB").len(), 2);
    }

    #[test]
    fn a_diary_may_have_a_heading_for_each_year_and_month_above_its_days() {
        let nested = "# 2024\n\n## March\n\n### 2024-03-30\n\nA\n\n#### Later\nB\n\n## April\n\n### 2024-04-01\n\nC\n";
        assert_eq!(
            parsed(nested),
            expected(&[("2024-03-30T12:00", "", "A\n\n#### Later\nB"), ("2024-04-01T12:00", "", "C")])
        );
        let facts: Vec<_> = days(nested).unwrap().into_iter().map(|day| day.facts).collect();
        assert_eq!(
            facts,
            [vec![("diary", "2024"), ("heading 2", "March")], vec![("diary", "2024"), ("heading 2", "April")]]
        );
        for ordinary in [
            "# Plans\n\n## Tasks\nwords\n\n## 2024-03-05\nA",
            "# Plans\n\n## Tasks\n\n## 2024-03-05\nA",
            "## 2024-03-05\nA\n\n# Plans\nwords",
            "## 2024-03-05\nA\n\n# Plans",
        ] {
            assert!(days(ordinary).is_none(), "{ordinary}");
        }
        let other = dates::find("2024-03-01", Order::Unknown);
        assert!(headed("# A\n\n## B\n\n### 2024-03-05\nC", Order::Unknown, other.as_ref()).is_none());
    }

    #[test]
    fn one_day_after_the_twelfth_decides_the_order_of_day_and_month_in_all_headings() {
        let (fourth, last) = (("2024-03-04T12:00", "", "B"), ("2024-03-25T12:00", "", "A"));
        assert_eq!(parsed("# 03/25/2024\nA\n\n# 03/04/2024\nB"), expected(&[last, fourth]));
        assert_eq!(parsed("03/25/2024\nA\n\n03/04/2024\nB"), expected(&[last, fourth]));
        assert_eq!(
            parsed("[03/25/2024 10:30 PM] A\n[03/04/2024 10:30 PM] B"),
            expected(&[("2024-03-25T22:30", "", "A"), ("2024-03-04T22:30", "", "B")])
        );
    }

    #[test]
    fn days_of_apps_are_read_in_the_forms_of_other_languages_and_versions() {
        let parsed = |text: &str| -> Vec<(String, String)> {
            let day = |day: &Day<'_>| {
                let (ms, _) = day.written.as_ref().unwrap().instant("UTC").unwrap();
                let at = jiff::Timestamp::from_millisecond(ms).unwrap().to_string();
                (at[..16].to_owned(), day.text.to_owned())
            };
            read(text).unwrap_or_default().iter().map(day).collect()
        };
        let two = |one: &str, two: &str| {
            vec![("2024-03-05T22:30".to_owned(), one.to_owned()), ("2024-03-06T08:00".to_owned(), two.to_owned())]
        };
        // jrnl-org/jrnl, docs/reference-config-file.md: `timeformat` is the person's choice.
        assert_eq!(
            parsed("[05.03.2024 22:30] A. B\n\n[06.03.2024 08:00] C [link] and\n[more of it] here"),
            two("A. B", "C [link] and\n[more of it] here")
        );
        assert_eq!(parsed("[Tuesday, March 5, 2024 10:30 PM] A\n[Wednesday, March 6, 2024 8:00 AM] B"), two("A", "B"));
        assert_eq!(
            parsed("2024-03-05 22:30 A.\n2024-01-01 10:00 is in it\n\n2024-03-06 08:00 B"),
            two("A.\n2024-01-01 10:00 is in it", "B")
        );
        let french = "\tDate\u{a0}:\t5 mars 2024 \u{e0} 22:30:00 UTC\n\tM\u{e9}t\u{e9}o :\t3\n\nA\n\n\tDate :\t6 mars 2024 \u{e0} 08:00:00 UTC\n\nB\n";
        assert_eq!(parsed(french), two("A", "B"));
    }

    #[test]
    fn ordinary_texts_stay_one() {
        for text in
            ["", "Today\n[2024-03-05 22:30] was late.", "[link](x)", "\tindented: text", "[2024-03-05] note", "\tA:\tb"]
        {
            assert!(days(text).is_none(), "{text}");
        }
    }
}
