//! The Look back screen: what recurs is quoted, and some texts never are.

use journal::record::Moment;
use mobile_core::Writing;
use mobile_core::view::ReturningView;
use protocol::RecordId;

use crate::world::PhoneInHand;

const DENVER: &str = "America/Denver";

fn written(phone: &PhoneInHand, when: &str, writing: Writing) -> RecordId {
    let themes = vec!["body".to_owned()];
    phone.entries().write_at(&Writing { themes, ..writing }, Moment::parse(when, DENVER).unwrap()).unwrap()
}

fn theme(phone: &PhoneInHand) -> ReturningView {
    phone.pages().look_back(60).unwrap().themes.remove(0)
}

#[test]
fn a_theme_is_quoted_by_its_newest_text_and_not_by_one_that_could_hurt() {
    let phone = PhoneInHand::new();
    phone.clock.set("2026-03-12T12:00:00-06:00", DENVER);
    written(&phone, "2026-02-10T21:00:00-07:00", Writing::text("The heron stood still."));
    let newer = written(&phone, "2026-02-12T21:00:00-07:00", Writing::text("Warm hands.\nAnd a second line."));
    let quote = |of: &ReturningView| (of.quote.clone().unwrap(), of.last_entry.clone());
    let newest = ("Warm hands.".to_owned(), newer.to_string());
    assert_eq!(quote(&theme(&phone)), newest);

    // No text; a bad day; a text about harm, which is not counted either.
    written(&phone, "2026-02-14T21:00:00-07:00", Writing { mood: Some(7), ..Writing::text("") });
    written(&phone, "2026-02-16T21:00:00-07:00", Writing { mood: Some(1), ..Writing::text("I could not go on.") });
    written(&phone, "2026-02-18T21:00:00-07:00", Writing { withheld: true, ..Writing::text("He held my hand.") });
    let shown = theme(&phone);
    assert_eq!((quote(&shown), shown.entries), (newest, 4));

    // Hidden as a memory, and deleted.
    phone.pages().recall_no_more(newer).unwrap();
    assert_eq!(theme(&phone).quote.as_deref(), Some("The heron stood still."));
    let oldest = theme(&phone).last_entry.parse().unwrap();
    phone.entries().delete(oldest).unwrap();
    assert_eq!(theme(&phone).quote, None);
    assert!(phone.pages().look_back(60).unwrap().words.iter().all(|word| word.quote.is_none()));
}
