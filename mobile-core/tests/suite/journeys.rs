//! Two phones of one person, and a therapist.

use mobile_core::entries::SessionForm;
use mobile_core::view::Reading;
use mobile_core::{Error, Writing};
use protocol::Code;

use crate::world::{PASSWORD, PhoneInHand, World, contains};

#[tokio::test]
async fn what_was_written_before_there_was_an_account_comes_along() {
    let world = World::new().await;
    let first = PhoneInHand::new();
    first.entries().write(&Writing::text("before anything")).unwrap();
    first.account().register(&world.url(), " Wren ", PASSWORD).await.unwrap();
    assert!(first.sync().run().await.unwrap().in_sync);

    // The other phone has a journal of its own as well.
    let second = PhoneInHand::new();
    second.entries().write(&Writing::text("on the train")).unwrap();
    second.account().sign_in(&world.url(), "wren", PASSWORD).await.unwrap();
    assert!(second.sync().run().await.unwrap().in_sync);
    first.sync().run().await.unwrap();
    for phone in [&first, &second] {
        let mut texts = phone.texts();
        texts.sort();
        assert_eq!(texts, ["before anything", "on the train"]);
    }
    assert!(!contains(&world.server_bytes(), "before anything"), "the server cannot read");
    world.end().await;
}

#[tokio::test]
async fn both_phones_write_offline_and_no_word_is_lost() {
    let world = World::new().await;
    let (first, _) = world.registered("wren").await;
    let shared_line = first.entries().write(&Writing::text("Morning.\n\nEvening.")).unwrap();
    let twice = first.entries().write(&Writing::text("The same words.")).unwrap();
    let deleted = first.entries().write(&Writing::text("Deleted here, edited there.")).unwrap();
    first.sync().run().await.unwrap();
    let second = world.signed_in("wren").await;
    assert_eq!(second.texts().len(), 3);

    first
        .entries()
        .edit(shared_line, &Writing { mood: Some(3), ..Writing::text("Early morning.\n\nEvening.") })
        .unwrap();
    second.entries().edit(shared_line, &Writing::text("Morning.\n\nEvening, late.")).unwrap();
    first.entries().edit(twice, &Writing::text("The first's words.")).unwrap();
    second.entries().edit(twice, &Writing::text("The second's words.")).unwrap();
    first.entries().delete(deleted).unwrap();
    second.entries().edit(deleted, &Writing::text("Deleted there, edited here.")).unwrap();
    first.entries().write(&Writing::text("only first")).unwrap();
    second.entries().write(&Writing::text("only second")).unwrap();

    for _ in 0..2 {
        first.sync().run().await.unwrap();
        second.sync().run().await.unwrap();
    }
    first.sync().run().await.unwrap();
    let (one, other) = (first.pages().list(&[], None, 50).unwrap(), second.pages().list(&[], None, 50).unwrap());
    assert_eq!(one, other, "both phones show the same");
    let merged = first.pages().show(shared_line).unwrap();
    assert_eq!((merged.text.as_str(), merged.mood), ("Early morning.\n\nEvening, late.", Some(3)));
    let both = first.pages().show(twice).unwrap();
    let versions: String =
        std::iter::once(both.text).chain(both.alternatives.into_iter().map(|one| one.value)).collect();
    assert!(versions.contains("first's") && versions.contains("second's"), "{versions}");
    assert_eq!(first.pages().show(deleted).unwrap().text, "Deleted there, edited here.", "an edit beats a deletion");
    assert_eq!(one.len(), 5);

    second.entries().dismiss_alternatives(twice).unwrap();
    second.sync().run().await.unwrap();
    first.sync().run().await.unwrap();
    assert_eq!(first.pages().show(twice).unwrap().alternatives, []);
    world.end().await;
}

#[tokio::test]
async fn share_read_answer_and_take_back() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let link = therapist.invite().await;
    let invitation = phone.care().read_invitation(&link).await.unwrap();
    assert_eq!((invitation.therapist.as_str(), invitation.practice.as_str()), ("M. Osei", "Harbour Practice"));
    let care = phone.care().join(&link, Some("Wren")).await.unwrap();

    let private = phone.entries().write(&Writing::text("a private magnolia")).unwrap();
    let shared = phone.entries().write(&Writing::text("a shared kingfisher")).unwrap();
    phone.sessions().write_session(SessionForm { number: 1, ..SessionForm::default() }).unwrap();
    let preview = phone.sharing().preview(shared, None).unwrap();
    assert_eq!(preview.entry.text, "a shared kingfisher");
    assert!(!preview.json.contains("shared_with") && !preview.json.contains(&care.id));
    phone.sharing().share(shared, None).unwrap();
    assert_eq!(phone.pages().show(shared).unwrap().shared_with, std::slice::from_ref(&care.id));
    assert!(phone.sync().run().await.unwrap().in_sync);

    therapist.sync().await;
    assert_eq!(phone.care().safety_words(&care.id).unwrap(), therapist.safety_words(&care.id));
    assert_eq!(therapist.texts(&care.id), ["a shared kingfisher"]);
    let sealed = therapist.reads(&care.id).into_iter().find(|(id, _)| *id == shared).unwrap().1;
    assert_eq!(serde_json::to_string(&sealed).unwrap(), preview.json, "the preview was exact");
    assert!(
        therapist.reads(&care.id).iter().any(|(_, record)| record["kind"] == "profile" && record["name"] == "Wren")
    );

    // Later changes are shared too, also from another phone; that phone treats entry and copy as one.
    let second = world.signed_in("wren").await;
    assert_eq!(second.pages().list(&[], None, 50).unwrap().len(), 2);
    assert_eq!(second.care().safety_words(&care.id).unwrap(), phone.care().safety_words(&care.id).unwrap());
    second.entries().edit(shared, &Writing::text("a shared kingfisher, again")).unwrap();
    second.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(therapist.texts(&care.id), ["a shared kingfisher, again"]);

    therapist.replies(&care.id, shared, "Tell me more about the bird.").await;
    therapist.reviews(&care.id, shared).await;
    phone.sync().run().await.unwrap();
    let entry = phone.pages().show(shared).unwrap();
    assert_eq!((entry.reading, entry.replies[0].text.as_str()), (Reading::Reviewed, "Tell me more about the bird."));
    assert_eq!(
        phone.pages().search("more about").unwrap()[0].entry.id,
        entry.id,
        "answers are found, under their entry"
    );
    phone.entries().edit(shared, &Writing::text("a shared kingfisher, once more")).unwrap();
    phone.sync().run().await.unwrap();
    assert_eq!(phone.pages().show(shared).unwrap().reading, Reading::Changed);

    // Taken back, while the other phone edits the same entry offline: taking back wins, and the text stays private.
    phone.sharing().take_back(shared, None).unwrap();
    second.entries().edit(shared, &Writing::text("a shared kingfisher, again and offline")).unwrap();
    phone.sync().run().await.unwrap();
    second.sync().run().await.unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(therapist.texts(&care.id), Vec::<String>::new());
    assert!(phone.pages().show(shared).unwrap().shared_with.is_empty());
    assert_eq!(phone.pages().show(private).unwrap().text, "a private magnolia");
    for words in ["magnolia", "kingfisher", "Tell me more", "Wren"] {
        assert!(!contains(&world.server_bytes(), words), "{words} stands in the server's files");
        assert!(!contains(&phone.bytes(), words), "{words} stands in the phone's files");
    }
    world.end().await;
}

#[tokio::test]
async fn a_deleted_entry_is_gone_for_the_therapist_as_well() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap();
    let id = phone.entries().write(&Writing::text("soon gone")).unwrap();
    phone.sharing().share(id, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    assert_eq!(therapist.texts(&care.id).len(), 1);
    phone.entries().delete(id).unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync);
    therapist.sync().await;
    assert_eq!(therapist.texts(&care.id).len(), 0);
    world.end().await;
}

#[tokio::test]
async fn an_ended_relationship_reads_nothing_more() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    phone.care().end_care(&care.id).await.unwrap();
    assert!(phone.care().list().unwrap()[0].ended);
    let id = phone.entries().write(&Writing::text("mine alone")).unwrap();
    assert_eq!(phone.sharing().share(id, Some(&care.id)).unwrap_err(), Error::NoCare);
    assert_eq!(phone.sharing().share(id, None).unwrap_err(), Error::NoCare);
    assert!(phone.sync().run().await.unwrap().in_sync);
    assert_eq!(therapist.collections().await, []);
    assert_eq!(phone.texts(), ["mine alone"]);
    world.end().await;
}

#[tokio::test]
async fn the_last_words_before_a_therapist_leaves_arrive_and_nothing_is_sent_there_any_more() {
    // More records wait for the therapist than fit into one request.
    let world = World::with(|config| config.limits.push_records = 3).await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap();
    let shared = phone.entries().write(&Writing::text("shared")).unwrap();
    phone.sharing().share(shared, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    // Offline meanwhile: something more is shared, the therapist replies, and leaves.
    let waiting: Vec<_> =
        (1..=4).map(|n| phone.entries().write(&Writing::text(format!("waiting {n}"))).unwrap()).collect();
    phone.sharing().share_several(&waiting, None).unwrap();
    therapist.replies(&care.id, shared, "Thank you for these months.").await;
    therapist.leaves(&care.id).await;
    let before = world.count_records().await;

    let status = phone.sync().run().await.unwrap();
    assert!(status.in_sync, "{status:?}");
    assert_eq!(phone.sharing().therapist().unwrap().replies[0].text, "Thank you for these months.");
    assert!(phone.care().list().unwrap()[0].ended, "one sync tells both");
    for entry in [shared, waiting[0]] {
        let said = phone.pages().show(entry).unwrap().shared_text;
        assert_eq!(said, "Care with M. Osei has ended. Only you can open this now.");
    }
    let later = phone.entries().write(&Writing::text("later")).unwrap();
    assert_eq!(phone.sharing().share(later, Some(&care.id)).unwrap_err(), Error::NoCare);
    assert!(phone.sync().run().await.unwrap().in_sync);
    assert_eq!(world.count_records().await, before + 5, "five entries in the own journal, and no copy");
    world.end().await;
}

#[tokio::test]
async fn invitations_that_are_used_revoked_or_foreign_say_so() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let link = therapist.invite().await;
    phone.care().join(&link, None).await.unwrap();
    let (other, _) = world.registered("juniper58").await;
    assert_eq!(other.care().join(&link, None).await.unwrap_err().code(), Code::InvitationUsed.as_str());
    let link = therapist.invite().await;
    therapist.revoke(&link).await;
    assert_eq!(other.care().join(&link, None).await.unwrap_err().code(), Code::InvitationRevoked.as_str());
    let tail = link.rsplit_once('.').unwrap().1.to_owned();
    let foreign = link.replace(&tail, &"A".repeat(tail.len()));
    assert_eq!(other.care().join(&foreign, None).await.unwrap_err().code(), Code::InvitationInvalid.as_str());
    assert_eq!(other.care().join("http://localhost/nowhere", None).await.unwrap_err().code(), "link");
    assert_eq!(other.care().list().unwrap(), []);
    world.end().await;
}

#[tokio::test]
async fn a_damaged_journal_is_rebuilt_from_the_server_and_keeps_what_was_not_sent() {
    use std::os::unix::fs::FileExt as _;
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    for n in 0..60 {
        phone.entries().write(&Writing::text(format!("entry {n} {}", "and a long evening ".repeat(30)))).unwrap();
    }
    phone.sync().run().await.unwrap();
    let last = phone.entries().write(&Writing::text("not sent yet")).unwrap();
    let all = phone.texts();
    let home = phone.home.clone();
    let file = move || {
        let path = home.path().join("journal.sqlite3");
        std::fs::OpenOptions::new().read(true).write(true).open(path).unwrap()
    };

    // A few damaged pages in the middle: the account and the unsent entry can still be read.
    let phone = phone.killed_and(|| {
        let middle = file().metadata().unwrap().len() / 2 / 4096 * 4096;
        file().write_all_at(&[0x5a; 64], middle + 100).unwrap();
    });
    assert_eq!(phone.pages().timeline().unwrap_err().code(), "store_damaged");
    let phone = phone.killed();
    let salvaged = phone.salvaged().unwrap().clone();
    assert!(salvaged.signed_in && salvaged.moved_to.exists(), "{salvaged:?}");
    assert!(phone.sync().run().await.unwrap().in_sync);
    assert_eq!((phone.texts(), phone.pages().show(last).unwrap().text.as_str()), (all.clone(), "not sent yet"));

    // The first page is damaged: nothing can be read, but the server has everything.
    let phone = phone.killed_and(|| file().write_all_at(&[0x5a; 64], 100).unwrap());
    assert!(!phone.salvaged().unwrap().signed_in);
    assert_eq!(phone.texts(), Vec::<String>::new());
    phone.account().sign_in(&world.url(), "wren", PASSWORD).await.unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync);
    assert_eq!(phone.texts(), all);
    world.end().await;
}
