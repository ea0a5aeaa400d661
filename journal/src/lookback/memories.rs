//! "On this day": entries from a month, a year or a session ago.

use std::collections::BTreeSet;

use protocol::RecordId;
use serde::Serialize;

use crate::arc::calendar::{self, Zone};
use crate::arc::prompts::{HARD_QUALITIES, suggestible};
use crate::arc::{Course, Item};
use crate::record::Body;

/// How many years back are searched.
pub const YEARS: u32 = 20;

/// Why a day is recalled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "ago", content = "count")]
pub enum Ago {
    /// This many months ago, less than a year.
    Months(u32),
    /// This many years ago.
    Years(u32),
    /// The same day after an earlier session, this many sessions ago.
    Sessions(u32),
}

/// A day to recall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Why it is recalled.
    pub ago: Ago,
    /// The local day, as in [`crate::record::Moment::local_day`]. A store has to load only the entries of these days.
    pub day: i64,
}

/// The days that today recalls, without duplicates, the most recent first.
pub fn days(course: &Course, now: i64, zone: &dyn Zone) -> Vec<Memory> {
    let today = calendar::moment(zone, now);
    let day = today.local_day();
    let mut days: Vec<Memory> = Vec::new();
    let mut add = |ago: Ago, then: i64| {
        if then < day && days.iter().all(|known| known.day != then) {
            days.push(Memory { ago, day: then });
        }
    };
    let sessions = course.sessions();
    let here = course.chapter(&today).session();
    if let Some((at, since)) = here.map(|at| (at, day - sessions[at].start.local_day())) {
        for back in 1..=at {
            let then = sessions[at - back].start.local_day() + since;
            // A day on or after the next session belongs to that session.
            if then < sessions[at - back + 1].start.local_day() {
                add(Ago::Sessions(back as u32), then);
            }
        }
    }
    // The last day of a short month also recalls the later days of a longer month. Otherwise 29 February would be
    // recalled only every fourth year, and 31 January never after one month.
    let mut add_all = |ago: Ago, months: i32| {
        let then = calendar::months_away(day, -months);
        let next = day + 1;
        let last = if is_first(next) { calendar::months_away(next, -months) - 1 } else { then };
        (then..=last.max(then)).for_each(|then| add(ago, then));
    };
    add_all(Ago::Months(1), 1);
    add_all(Ago::Months(6), 6);
    for years in 1..=YEARS {
        add_all(Ago::Years(years), 12 * years as i32);
    }
    days.sort_by_key(|memory| -memory.day);
    days
}

fn is_first(day: i64) -> bool {
    calendar::day_of_month(day) == 1
}

/// A day with a mood at or below this is not recalled.
pub const BAD_MOOD: u8 = 2;

/// Local days that are never recalled: with a safety answer, a very low mood, a hard session, an entry marked "see
/// soon", or words about harm.
pub fn bad_days(items: &[Item]) -> BTreeSet<i64> {
    let bad = |item: &&Item| match &item.record.body {
        Body::SafetyEvent(event) => !event.shown.is_empty() || event.choice.is_some(),
        Body::Reflection(entry) => entry.see_soon || entry.withheld || entry.mood.is_some_and(|mood| mood <= BAD_MOOD),
        Body::CheckIn(entry) => entry.mood.is_some_and(|mood| mood <= BAD_MOOD),
        Body::DosingSession(session) => session.qualities.iter().any(|one| HARD_QUALITIES.contains(&one.as_str())),
        _ => false,
    };
    items.iter().filter(bad).map(|item| item.record.when.local_day()).collect()
}

/// The entries with text that today recalls, in the order of [`days`]. Bad days and entries that the client has hidden
/// are left out. Nothing is recalled within two days after a session.
pub fn recall<'a>(
    items: &'a [Item],
    course: &Course,
    hidden: &[RecordId],
    now: i64,
    zone: &dyn Zone,
) -> Vec<(Ago, &'a Item)> {
    if suggestible(course.last(now).map(|session| session.end), now) {
        return Vec::new();
    }
    let bad = bad_days(items);
    let has_words = |item: &&Item| match &item.record.body {
        Body::Reflection(entry) => !entry.text.trim().is_empty() || !entry.attachments.is_empty(),
        Body::CheckIn(entry) => !entry.text.trim().is_empty(),
        _ => false,
    };
    let mut found = Vec::new();
    for memory in days(course, now, zone).into_iter().filter(|memory| !bad.contains(&memory.day)) {
        let of_day = |item: &&Item| item.record.when.local_day() == memory.day && !hidden.contains(&item.id);
        let mut then: Vec<&Item> = items.iter().filter(of_day).filter(has_words).collect();
        then.sort_by_key(|item| (item.record.when.unix_ms, item.id));
        found.extend(then.into_iter().map(|item| (memory.ago, item)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arc::calendar::tests::{DENVER, Posix};
    use crate::record::{DosingSession, Moment, Record, Reflection};

    fn item(n: u8, when: &str, body: impl Into<Body>) -> Item {
        let when = Moment::parse(when, "America/Denver").unwrap();
        Item { id: RecordId::new(0, [n; 10]), revision: 1, record: Record { when, body: body.into() } }
    }

    fn entry(n: u8, when: &str) -> Item {
        item(n, when, Reflection { text: "a".into(), ..Default::default() })
    }

    fn at(text: &str) -> i64 {
        Moment::parse(text, "").unwrap().unix_ms
    }

    fn recalled(items: &[Item], now: &str) -> Vec<(Ago, String)> {
        let found = recall(items, &Course::of(items), &[], at(now), &Posix::new(DENVER));
        found.into_iter().map(|(ago, item)| (ago, item.record.when.local_date())).collect()
    }

    #[test]
    fn entries_from_a_month_a_year_and_a_session_ago_are_recalled() {
        let session = |n, number, when| item(n, when, DosingSession { number, ..Default::default() });
        let items = [
            entry(1, "2025-03-14T20:00:00-06:00"),
            entry(2, "2026-02-14T23:50:00-07:00"),
            session(3, 1, "2026-02-25T10:00:00-07:00"),
            entry(4, "2026-02-28T10:00:00-07:00"),
            session(5, 2, "2026-03-11T10:00:00-06:00"),
            entry(6, "2026-03-13T10:00:00-06:00"),
            item(7, "2026-02-14T10:00:00-07:00", Reflection { text: " ".into(), ..Default::default() }),
        ];
        assert_eq!(
            recalled(&items, "2026-03-14T09:00:00-06:00"),
            [
                (Ago::Sessions(1), "2026-02-28".into()),
                (Ago::Months(1), "2026-02-14".into()),
                (Ago::Years(1), "2025-03-14".into())
            ]
        );
        assert!(recalled(&items, "2026-02-14T09:00:00-07:00").is_empty());
    }

    #[test]
    fn the_end_of_a_short_month_and_leap_days_are_recalled() {
        let items = [entry(1, "2026-02-28T10:00:00-07:00")];
        assert_eq!(recalled(&items, "2026-03-31T09:00:00-06:00"), [(Ago::Months(1), "2026-02-28".into())]);
        let items = [entry(1, "2024-02-29T10:00:00-07:00")];
        assert_eq!(recalled(&items, "2026-02-28T09:00:00-07:00"), [(Ago::Years(2), "2024-02-29".into())]);
        assert!(recalled(&items, "2028-02-28T09:00:00-07:00").is_empty(), "it is recalled tomorrow, on its own day");
        assert_eq!(recalled(&items, "2028-02-29T09:00:00-07:00"), [(Ago::Years(4), "2024-02-29".into())]);
    }

    #[test]
    fn the_last_day_of_a_short_month_recalls_the_last_days_of_a_long_one() {
        let items: Vec<Item> = (28..=31).map(|day| entry(day, &format!("2026-01-{day}T10:00:00-07:00"))).collect();
        let days: Vec<String> = recalled(&items, "2026-02-28T09:00:00-07:00").into_iter().map(|(_, day)| day).collect();
        assert_eq!(days, ["2026-01-31", "2026-01-30", "2026-01-29", "2026-01-28"]);
    }

    #[test]
    fn days_after_the_next_session_do_not_count_from_the_earlier_one() {
        let session = |n, number, when| item(n, when, DosingSession { number, ..Default::default() });
        let items = [
            session(1, 1, "2026-02-05T10:00:00-07:00"),
            session(2, 2, "2026-02-12T10:00:00-07:00"),
            entry(3, "2026-02-15T10:00:00-07:00"),
        ];
        // Ten days after the second session. Ten days after the first is already three days after the second.
        assert!(recalled(&items, "2026-02-22T09:00:00-07:00").is_empty());
    }

    #[test]
    fn a_hidden_entry_is_not_recalled_but_the_rest_of_its_day_is() {
        let items = [entry(1, "2026-02-14T20:00:00-07:00"), entry(2, "2026-02-14T21:00:00-07:00")];
        let now = at("2026-03-14T12:00:00-06:00");
        let found = recall(&items, &Course::of(&items), &[items[0].id], now, &Posix::new(DENVER));
        assert_eq!(found.into_iter().map(|(_, item)| item.id).collect::<Vec<_>>(), [items[1].id]);
    }

    #[test]
    fn bad_days_are_never_recalled_and_nothing_is_recalled_right_after_a_session() {
        let low = |n, when: &str| item(n, when, Reflection { text: "x".into(), mood: Some(2), ..Default::default() });
        let soon = Reflection { text: "x".into(), see_soon: true, ..Default::default() };
        let harm = Reflection { text: "He held my hand.".into(), withheld: true, ..Default::default() };
        let event = crate::record::SafetyEvent { shown: vec!["resources".into()], ..Default::default() };
        let rough = DosingSession { number: 1, qualities: vec!["rough".into()], ..Default::default() };
        let items = [
            low(1, "2026-02-14T20:00:00-07:00"),
            entry(2, "2026-02-14T21:00:00-07:00"),
            item(3, "2025-09-14T20:00:00-06:00", soon),
            entry(4, "2025-03-14T20:00:00-06:00"),
            item(5, "2025-03-14T22:00:00-06:00", event),
            entry(6, "2024-03-14T20:00:00-06:00"),
            item(7, "2024-03-14T10:00:00-06:00", rough),
            entry(8, "2023-03-14T20:00:00-06:00"),
            entry(10, "2022-03-14T20:00:00-06:00"),
            item(11, "2022-03-14T21:00:00-06:00", harm),
        ];
        assert_eq!(recalled(&items, "2026-03-14T12:00:00-06:00"), [(Ago::Years(3), "2023-03-14".into())]);
        let session = item(9, "2026-03-13T10:00:00-06:00", DosingSession { number: 2, ..Default::default() });
        let fresh: Vec<Item> = items.into_iter().chain([session]).collect();
        assert_eq!(recalled(&fresh, "2026-03-14T12:00:00-06:00"), []);
    }
}
