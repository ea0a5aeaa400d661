//! Recurring themes and words: those that occur on several days and after several sessions.
//!
//! They are counted, not interpreted. Words follow Unicode's rules; a stop word list, passed in, removes common words.
//! Chinese and Japanese are counted by pairs of characters. Scripts that need a dictionary for word boundaries (Thai,
//! Lao, Khmer, Burmese) are left out.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use protocol::RecordId;
use serde::{Deserialize, Serialize};

use super::fold::{fold, spaceless, words};
use crate::arc::{Chapter, Course, Item};
use crate::record::Body;

/// The stop word data file. It is passed to [`StopWords::read`], so that a module that counts no words does not contain
/// it.
pub const STOP_WORDS: &str = include_str!("../../data/stopwords.json");

/// Words of several languages that are too common to be informative.
#[derive(Clone, Debug, Default)]
pub struct StopWords(HashSet<String>);

#[derive(Deserialize)]
struct Pack {
    words: BTreeMap<String, Vec<String>>,
}

impl StopWords {
    /// Parses the data file. All languages are merged, because people mix them.
    pub fn read(json: &str) -> Result<Self, serde_json::Error> {
        let pack: Pack = serde_json::from_str(json)?;
        Ok(Self(pack.words.into_values().flatten().map(|word| fold(&word)).collect()))
    }

    /// Whether a folded word is a stop word.
    pub fn contains(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

/// A recurring theme or word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecurringTerm {
    /// The theme's name, or the most frequent spelling of the word.
    pub text: String,
    /// The number of entries that contain it.
    pub entries: u32,
    /// The number of days on which it occurs.
    pub days: u32,
    /// The number of chapters that contain it: one before the first session, and one after each session.
    pub chapters: u32,
    /// The local date of the first occurrence.
    pub first: String,
    /// The local date of the last occurrence.
    pub last: String,
    /// The id of the last entry with it.
    pub last_entry: String,
}

#[derive(Default)]
struct Count {
    forms: BTreeMap<String, u32>,
    entries: u32,
    days: BTreeSet<i64>,
    chapters: BTreeSet<Chapter>,
    last: Option<(i64, RecordId)>,
}

impl Count {
    fn add(&mut self, item: &Item, chapter: Chapter) {
        let when = &item.record.when;
        self.entries += 1;
        self.days.insert(when.local_day());
        self.chapters.insert(chapter);
        self.last = self.last.max(Some((when.unix_ms, item.id)));
    }

    fn done(self) -> Option<RecurringTerm> {
        let (text, _) = self.forms.iter().max_by_key(|(form, count)| (**count, std::cmp::Reverse(*form)))?;
        let date = |day: Option<&i64>| day.map(|day| crate::arc::calendar::date(*day)).unwrap_or_default();
        Some(RecurringTerm {
            text: text.clone(),
            entries: self.entries,
            days: self.days.len() as u32,
            chapters: self.chapters.len() as u32,
            first: date(self.days.first()),
            last: date(self.days.last()),
            last_entry: self.last.map(|(_, id)| id.to_string()).unwrap_or_default(),
        })
    }
}

/// Keeps what occurs on at least two days. Sorts by number of chapters, then of days, then by the newest date.
fn ranked(counts: impl Iterator<Item = Count>, most: usize) -> Vec<RecurringTerm> {
    let mut all: Vec<RecurringTerm> = counts.filter(|count| count.days.len() >= 2).filter_map(Count::done).collect();
    let rank = |one: &RecurringTerm| (one.chapters, one.days, one.last.clone());
    all.sort_by(|a, b| rank(b).cmp(&rank(a)).then_with(|| a.text.cmp(&b.text)));
    all.truncate(most);
    all
}

/// The themes that recur on several days, most frequent first; at most `most`.
pub fn themes(items: &[Item], course: &Course, most: usize) -> Vec<RecurringTerm> {
    let mut counts: HashMap<&str, Count> = HashMap::new();
    for item in items {
        let Body::Reflection(entry) = &item.record.body else { continue };
        // Words about harm are not shown where others may look.
        if entry.withheld {
            continue;
        }
        let chapter = course.chapter(&item.record.when);
        for theme in entry.themes.iter().map(String::as_str).collect::<BTreeSet<_>>() {
            let count = counts.entry(theme).or_default();
            *count.forms.entry(theme.to_owned()).or_default() += 1;
            count.add(item, chapter);
        }
    }
    ranked(counts.into_values(), most)
}

/// The recurring words. A word counts once per entry.
pub fn recurring_words(items: &[Item], course: &Course, stop: &StopWords, most: usize) -> Vec<RecurringTerm> {
    let mut counts: HashMap<String, Count> = HashMap::new();
    let mut seen: HashMap<String, String> = HashMap::new();
    for item in items {
        let text = match &item.record.body {
            Body::Reflection(entry) if !entry.withheld => entry.text.as_str(),
            Body::CheckIn(entry) => entry.text.as_str(),
            Body::DosingSession(session) => session.first_words.as_str(),
            _ => continue,
        };
        if text.is_empty() {
            continue;
        }
        seen.clear();
        terms(text, stop, &mut seen);
        let chapter = course.chapter(&item.record.when);
        for (term, form) in seen.drain() {
            let count = counts.entry(term).or_default();
            *count.forms.entry(form).or_default() += 1;
            count.add(item, chapter);
        }
    }
    ranked(counts.into_values(), most)
}

/// The informative terms of a text: folded form and first spelling.
fn terms(text: &str, stop: &StopWords, out: &mut HashMap<String, String>) {
    let mut before: Option<(usize, String)> = None;
    for word in words(text) {
        let written = &text[word.range.clone()];
        let Some(first) = written.chars().next() else { continue };
        if spaceless(first) {
            // Two adjacent characters, unless both are hiragana (grammar).
            if let Some((end, sign)) = before.take()
                && end == word.range.start
                && is_counted_in_pairs(first)
                && !(hiragana(&sign) && hiragana(written))
            {
                let pair = format!("{sign}{written}");
                out.entry(fold(&pair)).or_insert(pair);
            }
            before = is_counted_in_pairs(first).then(|| (word.range.end, written.to_owned()));
            continue;
        }
        before = None;
        // “the lake's” counts as "lake".
        let stem = word.folded.strip_suffix("'s").unwrap_or(&word.folded);
        let informative = stem.chars().count() >= 3 && stem.chars().any(char::is_alphabetic);
        if informative && !stop.contains(stem) && !stop.contains(&word.folded) {
            let cut = written.trim_end_matches(['s', 'S']).trim_end_matches(['\'', '’']);
            let form = if stem.len() == word.folded.len() { written } else { cut };
            out.entry(stem.to_owned()).or_insert_with(|| form.to_owned());
        }
    }
}

/// Han and kana: pairs of them usually are words.
fn is_counted_in_pairs(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

fn hiragana(sign: &str) -> bool {
    sign.chars().all(|c| matches!(c, '\u{3040}'..='\u{309f}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{DosingSession, Moment, Record, Reflection};

    fn stop() -> StopWords {
        StopWords::read(STOP_WORDS).unwrap()
    }

    fn entry(n: u8, when: &str, text: &str, themes: &[&str]) -> Item {
        let themes = themes.iter().map(|theme| (*theme).to_owned()).collect();
        let body = Reflection { text: text.into(), themes, ..Default::default() };
        item(n, when, body)
    }

    fn item(n: u8, when: &str, body: impl Into<Body>) -> Item {
        let when = Moment::parse(when, "").unwrap();
        Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body: body.into() } }
    }

    fn found(items: &[Item]) -> Vec<(String, u32, u32)> {
        let words = recurring_words(items, &Course::of(items), &stop(), 20);
        words.into_iter().map(|word| (word.text, word.entries, word.chapters)).collect()
    }

    #[test]
    fn words_that_recur_after_other_sessions_come_first() {
        let items = [
            entry(1, "2026-02-05T14:00:00Z", "I was the floor of a lake. The lake, the lake.", &[]),
            entry(2, "2026-02-06T14:00:00Z", "The settling stays. And the fern.", &[]),
            entry(3, "2026-02-07T14:00:00Z", "Settling again, with the fern.", &[]),
            item(4, "2026-02-26T10:00:00Z", DosingSession { number: 2, ..Default::default() }),
            entry(5, "2026-02-27T14:00:00Z", "The lake’s floor was still there.", &[]),
        ];
        let words = found(&items);
        assert_eq!(words[..2], [("floor".into(), 2, 2), ("lake".into(), 2, 2)]);
        let texts: Vec<&str> = words.iter().map(|(word, ..)| word.as_str()).collect();
        assert!(texts.contains(&"fern") && !texts.contains(&"the") && !texts.contains(&"was"), "{texts:?}");
    }

    #[test]
    fn words_about_harm_do_not_recur() {
        let harm = |n, when: &str| {
            let withheld = Reflection {
                text: "marrowfold".into(),
                themes: vec!["body".into()],
                withheld: true,
                ..Default::default()
            };
            item(n, when, withheld)
        };
        let items = [harm(1, "2026-02-05T14:00:00Z"), harm(2, "2026-02-07T14:00:00Z"), harm(3, "2026-02-09T14:00:00Z")];
        assert!(found(&items).is_empty() && themes(&items, &Course::of(&items), 20).is_empty());
    }

    #[test]
    fn words_of_a_single_day_do_not_recur() {
        let items = [
            entry(1, "2026-02-05T08:00:00Z", "river", &["body"]),
            entry(2, "2026-02-05T18:00:00Z", "river", &["body"]),
        ];
        assert!(found(&items).is_empty());
        assert!(themes(&items, &Course::default(), 9).is_empty());
    }

    #[test]
    fn german_and_other_scripts_are_counted() {
        let twice = |text: &str| {
            let items = [entry(1, "2026-02-05T08:00:00Z", text, &[]), entry(2, "2026-02-06T08:00:00Z", text, &[])];
            found(&items).into_iter().map(|(word, ..)| word).collect::<Vec<_>>()
        };
        assert_eq!(twice("Und dann war da der Garten meiner Großmutter."), ["Garten", "Großmutter"]);
        assert_eq!(
            twice("昨日は雨の日でした"),
            ["昨日", "日は", "は雨", "雨の", "の日", "日で"]
                .map(str::to_owned)
                .into_iter()
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect::<Vec<_>>()
        );
        assert_eq!(twice("Ночь тихая"), ["Ночь", "тихая"]);
        assert_eq!(twice("ก ข 12 1234"), [] as [&str; 0]);
    }

    #[test]
    fn themes_recur_across_chapters() {
        let items = [
            entry(1, "2026-02-05T08:00:00Z", "a", &["body", "imagery", "body"]),
            entry(2, "2026-02-06T08:00:00Z", "a", &["imagery"]),
            item(3, "2026-02-07T10:00:00Z", DosingSession { number: 1, ..Default::default() }),
            entry(4, "2026-02-08T08:00:00Z", "a", &["body"]),
        ];
        let themes = themes(&items, &Course::of(&items), 9);
        let actual: Vec<_> = themes.iter().map(|one| (one.text.as_str(), one.entries, one.chapters)).collect();
        assert_eq!(actual, [("body", 2, 2), ("imagery", 2, 1)]);
        assert_eq!((themes[0].first.as_str(), themes[0].last.as_str()), ("2026-02-05", "2026-02-08"));
        assert_eq!(themes[0].last_entry, items[3].id.to_string());
    }
}
