//! Discharge, the rows to measure, sums of doses, and the check lists.

use std::collections::{BTreeMap, BTreeSet};

use journal::clinic::exposure::exposure;
use journal::clinic::schedule::{due, earliest_end};
use journal::clinic::{Context, Level, Rule, Rules, Sheet, clearance, lists};
use journal::record::{CheckList, DosingSession, Moment, OwnItem, SessionRecord};

use crate::sheets::{MINUTE, dosed, minute, row};
use crate::{Checked, check, dose, dosed_with, good, item};

fn leaving(state: &str, note: &str, over: &str, minutes: i64) -> Checked {
    let list = lists::list("discharge", "en", None);
    let mut sheet = good();
    sheet.fields.insert("left_at".into(), minute(minutes));
    sheet.fields.insert("discharge_override_by".into(), over.into());
    sheet.items = list.items.iter().map(|item| row(&[("row", &item.id), ("state", "yes")])).collect();
    sheet.items[3].extend(row(&[("state", state), ("note", note)]));
    check(&sheet)
}

#[test]
fn nobody_leaves_while_an_item_says_no_unless_a_prescriber_is_named() {
    assert_eq!(leaving("yes", "", "", 90).stops(), []);
    assert_eq!(leaving("not_applicable", "", "", 90).stops(), []);
    assert_eq!(leaving("no", "", "", 90).stops(), [("items.3.note", Rule::NoReason), ("left_at", Rule::NotReady)]);
    assert_eq!(leaving("no", "sways", "", 90).stops(), [("left_at", Rule::NotReady)]);
    assert_eq!(leaving("no", "sways", "Dr. Rossi", 90).stops(), []);
    assert_eq!(leaving("", "", "", 90).stops(), [("left_at", Rule::OpenItems)]);
    assert_eq!(leaving("yes", "", "", 89).stops(), [("left_at", Rule::LeftEarly)]);
    let kept = leaving("no", "sways", "Dr. Rossi", 90).record;
    assert_eq!((kept.discharge.len(), kept.discharge[3].words.as_str()), (18, "Walks steadily without help"));
    assert_eq!((kept.discharge_version.as_str(), kept.discharge_state()), ("1", "left"));
}

#[test]
fn the_rows_are_laid_out_by_route_and_a_second_dose_begins_anew() {
    let minutes = |fields: &[(&str, &str)]| -> Vec<i64> {
        due(&dosed_with(fields).record, &Rules::default()).iter().map(|row| row.minute).collect()
    };
    assert_eq!(minutes(&[]), [0, 10, 20, 30, 45, 60, 90]);
    assert_eq!(minutes(&[("route", "iv_infusion")]), [0, 15, 30, 45, 60, 90]);
    assert_eq!(minutes(&[("route", "sublingual_buccal")]), [0, 30, 45, 60, 90, 120]);
    assert_eq!(minutes(&[("route", "intranasal")]), [0, 20, 40, 60, 90]);
    assert_eq!(minutes(&[("route", "intranasal"), ("substance", "esketamine"), ("mg", "56")]), [0, 40, 120]);
    let mut sheet = good();
    let mut second = dose();
    second.extend(row(&[("row", "d2"), ("at", &minute(40))]));
    sheet.doses.push(second);
    let observed = |row_: &str, at: i64| row(&[("row", row_), ("at", &minute(at)), ("hr", "70")]);
    sheet.observations = vec![observed("a", -20), observed("b", 12), observed("c", 26), observed("d", 41)];
    let record = check(&sheet).record;
    let rows: Vec<(usize, i64, bool)> =
        due(&record, &Rules::default()).iter().map(|row| (row.dose, row.minute, row.taken)).collect();
    assert_eq!(
        rows,
        [
            (1, 0, true),
            (1, 10, true),
            (1, 20, false),
            (1, 30, true),
            (2, 0, true),
            (2, 10, false),
            (2, 20, false),
            (2, 30, false),
            (2, 45, false),
            (2, 60, false),
            (2, 90, false)
        ]
    );
    assert_eq!(earliest_end(&record.doses, &Rules::default()), Some(dosed().unix_ms + 130 * MINUTE));
}

#[test]
fn sums_count_each_session_once_within_their_days() {
    let plain = |number, mg| DosingSession {
        number,
        route: "intramuscular".into(),
        dose_mg: Some(mg),
        by_therapist: true,
        ..Default::default()
    };
    let clinic = SessionRecord { kept: Some(dosed()), number: 4, ..check(&good()).record };
    let draft = SessionRecord { kept: None, number: 9, ..check(&good()).record };
    let items = [
        item(1, -364, plain(1, 40.0)),
        item(2, -89, plain(2, 50.0)),
        item(3, -29, plain(3, 55.0)),
        // Both are of one session: the clinic's record counts.
        item(4, 0, SessionRecord { number: 4, ..clinic }),
        item(5, 0, plain(4, 999.0)),
        item(6, 0, draft),
        item(7, -366, plain(8, 80.0)),
        item(8, -1, DosingSession { number: 5, ..Default::default() }),
    ];
    let now = Moment { unix_ms: dosed().unix_ms + MINUTE, ..dosed() };
    let sums: Vec<_> = exposure(&items, &now, &Rules::default())
        .into_iter()
        .map(|one| (one.days, one.sessions, one.mg, one.without_dose))
        .collect();
    let im = |mg: f64| vec![("im".to_owned(), mg)];
    assert_eq!(sums, [(30, 3, im(115.0), 1), (90, 4, im(165.0), 1), (365, 5, im(205.0), 1)]);
}

#[test]
fn a_practice_changes_its_lists_and_the_words_that_were_asked_stay() {
    let own = CheckList {
        list: "discharge".into(),
        edition: 2,
        items: vec![
            OwnItem { id: "belongings".into(), off: true, ..Default::default() },
            OwnItem { id: "walks".into(), words: "Walks to the door and back".into(), ..Default::default() },
            OwnItem { id: "own_1_0".into(), words: "Cat is fed".into(), ..Default::default() },
        ],
        ..Default::default()
    };
    let list = lists::list("discharge", "de", Some(&own));
    let words: BTreeMap<&str, &str> = list.items.iter().map(|item| (item.id.as_str(), item.words.as_str())).collect();
    assert_eq!((list.version.as_str(), list.items.len()), ("1+2", 18));
    assert!(!words.contains_key("belongings"));
    assert_eq!((words["walks"], words["own_1_0"]), ("Walks to the door and back", "Cat is fed"));
    assert!(words["awake"].starts_with("Wach"));
    // Both languages have a text for every item, and every item of the intake is in a section.
    let sections: BTreeSet<String> = lists::sections("en").into_iter().map(|(id, _)| id).collect();
    for name in lists::NAMES {
        let (en, de) = (lists::list(name, "en", None), lists::list(name, "de", None));
        assert!(
            en.items
                .iter()
                .zip(&de.items)
                .all(|(en, de)| en.id == de.id && !en.words.is_empty() && !de.words.is_empty())
        );
        assert!(name == "discharge" || en.items.iter().all(|item| sections.contains(&item.section)));
    }
    let mut sheet = good();
    sheet.items = vec![row(&[("row", "gone"), ("words", "An item of last year"), ("state", "yes")])];
    assert_eq!(check(&sheet).record.discharge[0].words, "An item of last year");
}

#[test]
fn the_intake_lists_and_the_prescriber_decides() {
    let list = lists::list("intake", "en", None);
    let now = dosed();
    let rules = Rules::default();
    let context = Context { now: &now, planned: None, clearance: None, list: &list, rules: &rules };
    let read = |items: &[(&str, &str)], result: &str| {
        let items = items.iter().map(|(id, state)| row(&[("row", id), ("state", state)])).collect();
        let fields = row(&[("by", "Dr. Rossi"), ("result", result), ("valid_until", "2026-12-31")]);
        let (record, findings) = clearance::read(&Sheet { fields, items, ..Default::default() }, &context);
        let at: Vec<_> = findings.iter().filter(|one| one.place == "result").map(|one| (one.level, one.rule)).collect();
        (record.result, at, findings.iter().filter(|one| one.level == Level::Missing).count())
    };
    assert_eq!(read(&[], "not_cleared"), ("not_cleared".into(), vec![], list.items.len()));
    assert_eq!(read(&[("under_18", "yes")], "cleared").1, [(Level::Refuse, Rule::Minor)]);
    assert_eq!(read(&[("aneurysm", "yes")], "conditions").1, [(Level::Ask, Rule::StopItem)]);
    assert_eq!(read(&[("aneurysm", "no"), ("seizures", "yes")], "cleared").1, []);
}
