//! Search in everything: words, filters, typos, every script.

use mobile_core::Writing;
use mobile_core::entries::{ContactForm, PlanForm, SessionForm};
use mobile_core::view::SearchForm;

use crate::world::PhoneInHand;

fn words(words: &str) -> SearchForm {
    SearchForm { words: words.into(), ..SearchForm::default() }
}

#[test]
fn a_slip_finds_what_was_meant_and_says_so() {
    let phone = PhoneInHand::new();
    phone.entries().write(&Writing::text("Grandmother's kitchen, and the river behind it.")).unwrap();
    phone.entries().write(&Writing::text("Nothing of all that.")).unwrap();
    let found = phone.pages().find(&words("kitchen")).unwrap();
    assert_eq!((found.hits.len(), found.meant), (1, None));
    let found = phone.pages().find(&words("kitchne rivr")).unwrap();
    assert_eq!((found.hits.len(), found.meant.as_deref()), (1, Some("kitchen river")));
    let found = phone.pages().find(&words("granmot")).unwrap();
    assert_eq!(found.meant.as_deref(), Some("grandmother"));
    assert_eq!(phone.pages().find(&words("volcano")).unwrap().hits, []);
}

#[test]
fn what_was_found_stands_apart_in_the_snippet() {
    let phone = PhoneInHand::new();
    let long = format!("{}The Café by the sea. {}", "long ago ".repeat(40), "and so on ".repeat(40));
    phone.entries().write(&Writing::text(long)).unwrap();
    let hit = phone.pages().find(&words("cafe")).unwrap().hits.remove(0);
    assert!(hit.snippet.starts_with('…') && hit.snippet.contains("Café by"), "{}", hit.snippet);
    let found: Vec<&str> = hit.pieces.iter().filter(|piece| piece.hit).map(|piece| piece.text.as_str()).collect();
    assert_eq!(found, ["Café"]);
}

#[test]
fn what_was_said_of_a_session_is_found_as_well() {
    let phone = PhoneInHand::new();
    let session = SessionForm { number: 2, first_words: "So light, like paper boats".into(), ..SessionForm::default() };
    let id = phone.sessions().write_session(session).unwrap().to_string();
    let hit = phone.pages().find(&words("paper boa")).unwrap().hits.remove(0);
    assert_eq!((hit.entry.id.as_str(), hit.entry.kind.as_str()), (id.as_str(), "dosing_session"));
    assert_eq!(phone.pages().show(id.parse().unwrap()).unwrap().text, "So light, like paper boats");
    let kinds = SearchForm { kinds: vec!["dosing_session".into()], ..words("") };
    assert_eq!(phone.pages().find(&kinds).unwrap().hits.len(), 1);
}

#[test]
fn filters_narrow_and_stand_alone() {
    let phone = PhoneInHand::new();
    let themes = |text: &str, theme: &str| Writing { themes: vec![theme.into()], ..Writing::text(text) };
    phone.entries().write(&themes("rain on the roof", "imagery")).unwrap();
    phone.clock.pass(std::time::Duration::from_secs(86_400 * 3));
    phone.entries().write(&themes("rain in the garden", "emotion")).unwrap();
    phone.clock.pass(std::time::Duration::from_secs(60));
    phone.sessions().write_step("Walk in the rain", None).unwrap();
    let texts = |form: &SearchForm| {
        phone.pages().find(form).unwrap().hits.into_iter().map(|hit| hit.entry.text).collect::<Vec<_>>()
    };
    assert_eq!(texts(&words("rain")), ["Walk in the rain", "rain in the garden", "rain on the roof"]);
    assert_eq!(texts(&SearchForm { themes: vec!["imagery".into()], ..words("rain") }), ["rain on the roof"]);
    assert_eq!(texts(&SearchForm { kinds: vec!["step".into()], ..words("") }), ["Walk in the rain"]);
    let first = phone.pages().list(&["reflection"], None, 9).unwrap().pop().unwrap().date;
    assert_eq!(texts(&SearchForm { until: Some(first.clone()), ..words("rain") }), ["rain on the roof"]);
    assert_eq!(texts(&SearchForm { from: Some(first), limit: 2, ..words("rain") }).len(), 2);
    assert!(phone.pages().find(&SearchForm { limit: 2, ..words("rain") }).unwrap().more);
}

#[test]
fn every_script_is_found() {
    let phone = PhoneInHand::new();
    for text in
        ["今日は不安だった。雨の音を聞いた。", "วันนี้ฉันรู้สึกสงบ", "Сегодня покой у моря", "אני נושם לאט", "감사한 하루"]
    {
        phone.entries().write(&Writing::text(text)).unwrap();
    }
    for query in ["不安", "雨", "雨の音", "สงบ", "ПОКОЙ мор", "נושם", "감사"] {
        assert_eq!(phone.pages().search(query).unwrap().len(), 1, "{query}");
    }
}

#[test]
fn the_crisis_plan_is_found_by_its_own_words_and_by_its_people() {
    let phone = PhoneInHand::new();
    let person = ContactForm { name: "Ana".into(), phone: "555-0199".into(), relation: "sister".into() };
    let plan = PlanForm { coping: vec!["cold water".into()], people: vec![person], ..PlanForm::default() };
    phone.safety().save_crisis_plan(plan).unwrap();
    for (query, snippet) in [("cold wat", "cold water"), ("ana", "Ana")] {
        let hits = phone.pages().search(query).unwrap();
        assert_eq!((hits.len(), hits[0].entry.kind.as_str()), (1, "crisis_plan"), "{query}");
        assert!(hits[0].snippet.contains(snippet), "{}", hits[0].snippet);
    }
    let shown = phone.pages().show(phone.pages().search("sister").unwrap()[0].entry.id.parse().unwrap()).unwrap();
    assert_eq!(shown.text, "cold water\nAna, sister, 555-0199");
    assert_eq!(shown.kind_text, "Crisis plan");
}

#[test]
fn emoji_and_pointed_words_are_found_and_nothing_is_not_everything() {
    let phone = PhoneInHand::new();
    phone.entries().write(&Writing::text("so tired\u{1f634} today")).unwrap();
    phone
        .entries()
        .write(&Writing::text("\u{5e9}\u{5b8}\u{5c1}\u{5dc}\u{5d5}\u{5b9}\u{5dd} \u{2764}\u{fe0f} → 5 €"))
        .unwrap();
    for (query, hits) in [
        ("\u{1f634}", 1),
        ("tired", 1),
        ("tired\u{1f634}", 1),
        ("\u{1f60a}", 0),
        ("\u{5e9}\u{5dc}\u{5d5}\u{5dd}", 1),
        ("\u{2764}", 1),
        ("€", 1),
        ("→", 1),
        ("!", 0),
    ] {
        let found = phone.pages().find(&words(query)).unwrap();
        assert_eq!((found.hits.len(), found.meant), (hits, None), "{query}");
        assert_eq!(phone.pages().search(query).unwrap().len(), hits, "{query}");
    }
}
