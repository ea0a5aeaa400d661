//! A server that was restored from a backup: changes that phones have seen since are pushed again, and taken-back or
//! deleted entries stay so.

use std::time::Duration;

use mobile_core::entries::CheckInForm;
use mobile_core::{CareView, Error, NewAttachment, Writing};
use protocol::RecordId;
use protocol::problem::Advice;
use server::Clock;
use server::db::{Tx, records};

use crate::therapist::Therapist;
use crate::world::{PASSWORD, PhoneInHand, World};

struct Story {
    world: World,
    phone: PhoneInHand,
    other: PhoneInHand,
    therapist: Therapist,
    care: CareView,
}

impl Story {
    async fn begun() -> Self {
        let world = World::new().await;
        let (phone, _) = world.registered("wren").await;
        let mut therapist = world.therapist().await;
        let care = phone.care().join(&therapist.invite().await, None).await.unwrap();
        let other = world.signed_in("wren").await;
        phone.sync().run().await.unwrap();
        therapist.sync().await;
        Self { world, phone, other, therapist, care }
    }

    fn shared(&self, text: &str) -> RecordId {
        let id = self.phone.entries().write(&Writing::text(text)).unwrap();
        self.phone.sharing().share(id, None).unwrap();
        id
    }

    /// Everybody, until nobody has anything new.
    async fn all_sync(&mut self) {
        for _ in 0..3 {
            assert!(self.phone.sync().run().await.unwrap().in_sync);
            assert!(self.other.sync().run().await.unwrap().in_sync);
            self.therapist.sync().await;
        }
    }

    /// The server breaks, and is restored from a backup.
    async fn restored(mut self, file: &std::path::Path) -> Self {
        self.world = self.world.restored(file).await;
        self.therapist.moved(self.world.server.address());
        self
    }
}

#[tokio::test]
async fn what_came_after_the_backup_is_brought_again_by_the_phones() {
    let mut story = Story::begun().await;
    let changed = story.shared("the lake");
    let taken_back = story.shared("only for a while");
    let deleted = story.phone.entries().write(&Writing::text("to be deleted")).unwrap();
    let offline = story.phone.entries().write(&Writing::text("before")).unwrap();
    story.all_sync().await;
    let backup = story.world.backup();

    // A day of a life.
    story.phone.entries().edit(changed, &Writing::text("the lake, and the heron")).unwrap();
    story.phone.sharing().take_back(taken_back, None).unwrap();
    story.phone.entries().delete(deleted).unwrap();
    let new = story.shared("written after the backup");
    let about = NewAttachment { media_type: "audio/mp4".into(), ..NewAttachment::default() };
    let note = story.phone.attachments().attach(new, &mut &vec![7; 90_000][..], &about).unwrap();
    story.other.sessions().check_in(CheckInForm { mood: Some(4), ..Default::default() }).unwrap();
    story.all_sync().await;
    story.therapist.replies(&story.care.id, new, "Thank you for this.").await;
    story.all_sync().await;
    // Changes that were made offline meanwhile, on top of changes that the server has lost.
    story.other.entries().edit(offline, &Writing::text("before and after")).unwrap();

    let before = story.world.count_records().await;
    let mut story = story.restored(&backup).await;
    assert!(story.world.count_records().await < before);
    story.all_sync().await;
    let mut texts = story.phone.texts();
    texts.sort();
    assert_eq!(
        texts,
        ["", "before and after", "only for a while", "the lake, and the heron", "written after the backup"]
    );
    let mut others = story.other.texts();
    others.sort();
    assert_eq!(others, texts);
    let mut read = story.therapist.texts(&story.care.id);
    read.sort();
    assert_eq!(read, ["the lake, and the heron", "written after the backup"], "and what was taken back stays so");
    let sealed = story.therapist.attachment(&story.care.id, &note.to_string()).await;
    assert!(sealed.is_some_and(|bytes| bytes.len() > 90_000), "photos and voice notes too");
    let replies = story.phone.sharing().therapist().unwrap().replies;
    assert_eq!(replies.iter().map(|reply| reply.text.as_str()).collect::<Vec<_>>(), ["Thank you for this."]);
    let kinds: Vec<_> =
        story.therapist.reads(&story.care.id).into_iter().map(|(_, record)| record["kind"].clone()).collect();
    assert!(kinds.contains(&"reply".into()), "what the client was told is on the server again");
    // No entry had two versions, so there is no conflict.
    assert_eq!(story.phone.entries().conflicts().unwrap(), []);

    // A new phone sees all of it.
    let mut third = story.world.signed_in("wren").await.texts();
    third.sort();
    assert_eq!(third, texts);
    story.world.end().await;
}

#[tokio::test]
async fn what_was_written_on_a_restored_server_before_others_came_is_kept_beside_what_they_bring() {
    let mut story = Story::begun().await;
    let entry = story.phone.entries().write(&Writing::text("the lake")).unwrap();
    story.all_sync().await;
    let backup = story.world.backup();
    story.phone.entries().edit(entry, &Writing::text("the lake at dusk")).unwrap();
    story.phone.sync().run().await.unwrap();
    // This phone has not pulled it when the server breaks, and continues from the backup's state.
    let mut story = story.restored(&backup).await;
    story.other.entries().edit(entry, &Writing::text("the lake at dawn")).unwrap();
    story.other.sync().run().await.unwrap();
    story.all_sync().await;
    for phone in [&story.phone, &story.other] {
        let shown = format!("{:?}", phone.pages().show(entry).unwrap());
        assert!(shown.contains("dusk") && shown.contains("dawn"), "{shown}");
    }
    story.world.end().await;
}

#[tokio::test]
async fn a_long_journal_with_deletions_that_were_forgotten_is_read_from_its_start() {
    let world = World::with(|config| config.limits.pull_records = 3).await;
    let (phone, _) = world.registered("wren").await;
    let ids: Vec<_> = (0..10).map(|n| phone.entries().write(&Writing::text(format!("entry {n}"))).unwrap()).collect();
    phone.sync().run().await.unwrap();
    phone.entries().delete(ids[4]).unwrap();
    phone.sync().run().await.unwrap();
    let clear = move |tx: &mut Tx<'_>| records::clear_tombstones(tx, i64::MAX);
    assert_eq!(world.server.app().db.write(clear).await.unwrap(), 1);
    assert_eq!(world.signed_in("wren").await.texts().len(), 9);
    world.end().await;
}

#[tokio::test]
async fn whoever_is_signed_out_by_it_signs_in_again_and_keeps_everything() {
    let clock = Clock::set_to(1_790_000_000_000);
    let hour = Duration::from_secs(3_600);
    let world = World::with(|config| config.clock = clock.clone()).await;
    let (phone, _) = world.registered("wren").await;
    phone.entries().write(&Writing::text("before")).unwrap();
    phone.sync().run().await.unwrap();
    let backup = world.backup();
    // Its tokens have changed by now, and another account was just created.
    clock.advance(hour);
    phone.entries().write(&Writing::text("after")).unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync);
    clock.advance(hour);
    phone.entries().write(&Writing::text("later")).unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync);
    let (late, _) = world.registered("lark").await;
    late.entries().write(&Writing::text("a first entry")).unwrap();
    late.sync().run().await.unwrap();
    let second = world.signed_in("lark").await;

    let world = world.restored(&backup).await;
    clock.advance(hour);
    for phone in [&phone, &late, &second] {
        assert_eq!(phone.sync().run().await.unwrap_err().advice(), Advice::SignIn);
    }
    phone.account().sign_in(&world.url(), "wren", PASSWORD).await.unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync);
    assert_eq!(phone.texts().len(), 3);
    assert_eq!(world.signed_in("wren").await.texts().len(), 3);
    // The account no longer exists: it is registered again with the journal of this phone.
    assert_eq!(late.account().register(&world.url(), "another", PASSWORD).await.unwrap_err(), Error::AccountHere);
    late.account().register(&world.url(), "lark", PASSWORD).await.unwrap();
    assert!(late.sync().run().await.unwrap().in_sync);
    second.clock.pass(Duration::from_secs(1));
    second.entries().write(&Writing::text("on the other phone")).unwrap();
    second.account().sign_in(&world.url(), "lark", PASSWORD).await.unwrap();
    assert!(second.sync().run().await.unwrap().in_sync);
    late.sync().run().await.unwrap();
    for phone in [&late, &second, &world.signed_in("lark").await] {
        assert_eq!(phone.texts(), ["on the other phone", "a first entry"]);
    }
    world.end().await;
}

#[tokio::test]
async fn a_lost_phone_stays_out_and_what_came_after_keeps_its_key() {
    let mut story = Story::begun().await;
    story.all_sync().await;
    let backup = story.world.backup();
    let lost = story.phone.account().devices().await.unwrap().into_iter().find(|device| !device.current).unwrap().id;
    story.phone.account().remove_device(lost, PASSWORD).await.unwrap();
    story.shared("after the loss");
    story.phone.sync().run().await.unwrap();
    story.therapist.sync().await;

    let mut story = story.restored(&backup).await;
    // It could sign in again, but the therapist has a key that this server does not know.
    assert!(story.other.sync().run().await.unwrap().in_sync);
    assert!(story.phone.sync().run().await.unwrap().in_sync);
    assert_eq!(story.other.sync().run().await.unwrap_err(), Error::SignedOut);
    let entry = story.shared("after the restoration");
    assert!(story.phone.sync().run().await.unwrap().in_sync);
    story.therapist.sync().await;
    let mut read = story.therapist.texts(&story.care.id);
    read.sort();
    assert_eq!(read, ["after the loss", "after the restoration"]);
    // A reply is sealed with the same key, and a new phone has all records.
    story.therapist.replies(&story.care.id, entry, "Welcome back.").await;
    let third = story.world.signed_in("wren").await;
    assert_eq!(third.texts().len(), 2);
    assert_eq!(third.sharing().therapist().unwrap().replies.len(), 1);
    story.world.end().await;
}

#[tokio::test]
async fn a_therapist_who_was_shut_out_stays_out() {
    let mut story = Story::begun().await;
    story.shared("while in care");
    story.all_sync().await;
    let backup = story.world.backup();
    story.phone.care().end_care(&story.care.id).await.unwrap();
    assert!(story.phone.sync().run().await.unwrap().in_sync);

    let story = story.restored(&backup).await;
    assert_eq!(story.therapist.collections().await.len(), 1, "as it was in the backup");
    assert!(story.phone.sync().run().await.unwrap().in_sync);
    assert!(story.phone.care().list().unwrap().iter().all(|one| one.ended));
    assert_eq!(story.therapist.collections().await.len(), 0);
    // It learns of the end during the sync, and of the members with the next one.
    story.other.sync().run().await.unwrap();
    assert!(story.other.sync().run().await.unwrap().in_sync);
    assert_eq!(story.other.texts(), ["while in care"]);
    story.world.end().await;
}

#[tokio::test]
async fn of_two_phones_that_began_the_same_epoch_the_later_one_takes_the_others_key() {
    let mut story = Story::begun().await;
    let third = story.world.signed_in("wren").await;
    story.all_sync().await;
    let own = |devices: Vec<protocol::account::Device>| devices.into_iter().find(|device| device.current).unwrap().id;
    let lost = own(third.account().devices().await.unwrap());
    let backup = story.world.backup();
    story.phone.account().remove_device(lost, PASSWORD).await.unwrap();
    story.phone.entries().write(&Writing::text("with the first key")).unwrap();
    story.phone.sync().run().await.unwrap();

    let story = story.restored(&backup).await;
    story.other.account().remove_device(lost, PASSWORD).await.unwrap();
    story.other.entries().write(&Writing::text("with the second key")).unwrap();
    assert!(story.other.sync().run().await.unwrap().in_sync);
    let status = story.phone.sync().run().await.unwrap();
    assert!(status.in_sync, "{status:?}");
    assert!(story.other.sync().run().await.unwrap().in_sync);
    for phone in [&story.phone, &story.other, &story.world.signed_in("wren").await] {
        let mut texts = phone.texts();
        texts.sort();
        assert_eq!(texts, ["with the first key", "with the second key"]);
    }
    story.world.end().await;
}
