//! Photos and voice notes: sealed on the phone, uploaded in parts, shared with their entry, deleted with it.

use std::fs;
use std::io::Cursor;

use journal::seal;
use mobile_core::{Error, NewAttachment, Writing};
use protocol::{AttachmentId, RecordId};

use crate::network::Fault;
use crate::world::{PhoneInHand, World, contains};

fn voice() -> NewAttachment {
    NewAttachment {
        media_type: "audio/mp4".into(),
        name: "evening.m4a".into(),
        duration_ms: Some(61_000),
        thumbnail: None,
    }
}

fn sound(length: usize) -> Vec<u8> {
    b"unmistakable voice ".iter().copied().cycle().take(length).collect()
}

fn drawing() -> Vec<u8> {
    let mut png = Vec::new();
    let image = image::RgbImage::from_fn(900, 600, |x, y| image::Rgb([(x / 4) as u8, (y / 3) as u8, 120]));
    image::DynamicImage::ImageRgb8(image).write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    png
}

fn attach(phone: &PhoneInHand, to: RecordId, bytes: &[u8], about: &NewAttachment) -> AttachmentId {
    phone.attachments().attach(to, &mut &*bytes, about).unwrap()
}

/// A path that a fault can name.
fn leaked(path: String) -> &'static str {
    Box::leak(path.into_boxed_str())
}

async fn small_parts() -> World {
    World::with(|config| config.limits.part_bytes = 64 * 1024).await
}

#[test]
fn what_is_attached_is_sealed_on_disk_and_reads_back() {
    let phone = PhoneInHand::new();
    let entry = phone.entries().write(&Writing::text("with a drawing")).unwrap();
    let bytes = sound(300_000);
    let note = attach(&phone, entry, &bytes, &voice());
    let about = NewAttachment { media_type: "image/png".into(), ..NewAttachment::default() };
    let picture = attach(&phone, entry, &drawing(), &about);
    let phone = phone.killed();
    let views = phone.attachments().of_entry(entry).unwrap();
    assert_eq!(views.len(), 2);
    assert_eq!((views[0].name.as_str(), views[0].duration_ms, views[0].size), ("evening.m4a", Some(61_000), 300_000));
    assert_eq!((views[1].width, views[1].height, views[1].here), (Some(900), Some(600), true));
    let small = image::load_from_memory(views[1].thumbnail.as_ref().unwrap()).unwrap();
    assert_eq!((small.width(), small.height()), (320, 213));
    assert!(phone.attachments().attachment_bytes(entry, note).unwrap() == bytes);
    assert!(phone.attachments().attachment_bytes(entry, picture).unwrap() == drawing());
    assert!(!contains(&phone.bytes(), "unmistakable"), "nothing stands in the clear");
    assert_eq!(phone.sync().status().unwrap().attachments, 2);

    phone.entries().edit(entry, &Writing::text("with other words")).unwrap();
    assert_eq!(phone.attachments().of_entry(entry).unwrap().len(), 2, "an edit of the words keeps them");
    phone.attachments().remove_attachment(entry, note).unwrap();
    assert_eq!(phone.files(), [picture.to_string()], "its bytes are gone at once");
    assert_eq!(phone.attachments().attachment_bytes(entry, note).unwrap_err(), Error::NoEntry);
    phone.entries().delete(entry).unwrap();
    assert_eq!(phone.killed().files(), Vec::<String>::new());
}

#[test]
fn what_cannot_be_attached_changes_nothing() {
    let phone = PhoneInHand::new();
    let nobody = RecordId::new(1, [1; 10]);
    assert_eq!(phone.attachments().attach(nobody, &mut &b"x"[..], &voice()).unwrap_err(), Error::NoEntry);
    let entry = phone.entries().write(&Writing::text("quiet")).unwrap();
    let mut endless = std::io::repeat(7);
    assert_eq!(phone.attachments().attach(entry, &mut endless, &voice()).unwrap_err(), Error::AttachmentTooLarge);
    assert_eq!(phone.attachments().attach(entry, &mut &b""[..], &voice()).unwrap_err(), Error::Empty);
    assert_eq!((phone.files(), phone.attachments().of_entry(entry).unwrap()), (vec![], vec![]));
}

#[test]
fn a_drafts_photo_survives_a_kill_and_goes_with_a_discarded_draft() {
    let phone = PhoneInHand::new();
    let draft = phone.entries().save_draft(None, Writing::text("half")).unwrap();
    let kept = attach(&phone, draft, b"a few bytes", &voice());
    let phone = phone.killed();
    assert!(phone.attachments().attachment_bytes(draft, kept).unwrap() == b"a few bytes");
    phone.entries().save_draft(Some(draft), Writing::text("half, and more")).unwrap();
    phone.entries().finish_draft(draft).unwrap();
    assert!(phone.attachments().attachment_bytes(draft, kept).unwrap() == b"a few bytes");

    let thrown = phone.entries().save_draft(None, Writing::text("no")).unwrap();
    attach(&phone, thrown, b"other bytes", &voice());
    phone.entries().discard_draft(thrown).unwrap();
    // A kill in the middle of sealing leaves a partial file.
    fs::write(phone.home.path().join("attachments").join(format!("{kept}.part")), b"half").unwrap();
    assert_eq!(phone.killed().files(), [kept.to_string()]);
}

#[test]
fn a_photo_says_enough_for_an_entry_and_an_empty_page_does_not() {
    let phone = PhoneInHand::new();
    let draft = phone.entries().save_draft(None, Writing::text("")).unwrap();
    assert_eq!(phone.entries().finish_draft(draft).unwrap_err(), Error::Empty);
    let about = NewAttachment { media_type: "image/png".into(), ..NewAttachment::default() };
    let picture = attach(&phone, draft, &drawing(), &about);
    let entry = phone.entries().finish_draft(draft).unwrap();
    assert!(phone.attachments().attachment_bytes(entry, picture).unwrap() == drawing());
}

#[tokio::test]
async fn another_phone_fetches_them_and_a_line_that_breaks_costs_one_part() {
    let world = small_parts().await;
    let (phone, _) = world.registered("wren").await;
    let entry = phone.entries().write(&Writing::text("with a voice")).unwrap();
    let bytes = sound(400_000);
    let note = attach(&phone, entry, &bytes, &voice());
    let sealed = fs::read(phone.home.path().join("attachments").join(note.to_string())).unwrap();
    // All responses to one part are lost; the app is killed, and the next sync continues from there.
    let private = world.private(&phone);
    let parts = leaked(format!("/v1/collections/{private}/attachments/{note}/parts"));
    for _ in 0..3 {
        world.network.next(parts, Fault::ReplyLost);
    }
    assert_eq!(phone.sync().run().await.unwrap_err(), Error::Offline);
    assert!(!phone.sync().status().unwrap().in_sync);
    let phone = phone.killed();
    let status = phone.sync().run().await.unwrap();
    assert!(status.in_sync, "{status:?}");
    let sent = world.network.calls(parts).iter().map(Vec::len).sum::<usize>();
    assert!(sent < sealed.len() + 5 * 70_000, "{sent} of {}", sealed.len());
    assert!(!contains(&world.server_bytes(), "unmistakable"));

    let other = world.signed_in("wren").await;
    let view = other.attachments().of_entry(entry).unwrap().remove(0);
    assert_eq!((view.here, view.size), (false, 400_000));
    assert_eq!(other.attachments().attachment_bytes(entry, note).unwrap_err(), Error::AttachmentNotHere);
    assert!(other.sync().run().await.unwrap().in_sync, "what another phone has brought is no work of this one");
    // Half of it has arrived already.
    let down = other.home.path().join("attachments").join(format!("{note}.down"));
    fs::create_dir_all(down.parent().unwrap()).unwrap();
    fs::write(&down, &sealed[..150_000]).unwrap();
    let other = other.killed();
    other.attachments().fetch_attachment(entry, note).await.unwrap();
    assert!(other.attachments().attachment_bytes(entry, note).unwrap() == bytes);
    assert!(fs::read(other.home.path().join("attachments").join(note.to_string())).unwrap() == sealed);
    world.end().await;
}

#[tokio::test]
async fn bytes_that_were_changed_on_the_way_are_not_taken() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    let entry = phone.entries().write(&Writing::text("with a voice")).unwrap();
    let note = attach(&phone, entry, &sound(100_000), &voice());
    phone.sync().run().await.unwrap();
    let other = world.signed_in("wren").await;
    let private = world.private(&phone);
    let path = leaked(format!("/v1/collections/{private}/attachments/{note}/bytes"));
    let flipped: fn(&[u8]) -> Vec<u8> = |body| {
        let mut body = body.to_vec();
        body[70_000] ^= 1;
        body
    };
    world.network.next(path, Fault::Changed(flipped));
    let refused = other.attachments().fetch_attachment(entry, note).await.unwrap_err();
    assert_eq!(refused, Error::Seal(seal::Error::Unopened));
    assert_eq!(other.files(), Vec::<String>::new());
    // Truncated in the middle: the rest is downloaded.
    world.network.next(path, Fault::Changed(|body| body[..60_000].to_vec()));
    let _ = other.attachments().fetch_attachment(entry, note).await;
    other.attachments().fetch_attachment(entry, note).await.unwrap();
    assert!(other.attachments().attachment_bytes(entry, note).unwrap() == sound(100_000));
    world.end().await;
}

#[tokio::test]
async fn an_attachment_is_shared_with_its_entry_taken_back_with_it_and_deleted_everywhere() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap().id;
    let entry = phone.entries().write(&Writing::text("look at this")).unwrap();
    let note = attach(&phone, entry, &sound(50_000), &voice()).to_string();
    phone.sync().run().await.unwrap();
    assert_eq!(therapist.attachment(&care, &note).await, None, "private is private");

    phone.sharing().share(entry, None).unwrap();
    assert!(phone.sync().run().await.unwrap().in_sync);
    therapist.sync().await;
    let sealed = therapist.attachment(&care, &note).await.unwrap();
    // The copy carries the key.
    let copy = &therapist.reads(&care).into_iter().find(|(id, _)| *id == entry).unwrap().1;
    let named = &copy["attachments"][0];
    let key: protocol::Blob = serde_json::from_value(named["key"].clone()).unwrap();
    let key = seal::StreamKey::from_bytes(key.as_ref()).unwrap();
    let id: AttachmentId = note.parse().unwrap();
    assert!(*seal::stream::open_all(&key, id.as_bytes(), &sealed).unwrap() == sound(50_000));

    // Another phone takes it back, without ever having had the bytes.
    let other = world.signed_in("wren").await;
    other.sharing().take_back(entry, None).unwrap();
    assert!(other.sync().run().await.unwrap().in_sync);
    assert_eq!(therapist.attachment(&care, &note).await, None);
    other.attachments().fetch_attachment(entry, id).await.unwrap();

    phone.sync().run().await.unwrap();
    phone.entries().delete(entry).unwrap();
    phone.sync().run().await.unwrap();
    assert_eq!(phone.files(), Vec::<String>::new());
    other.sync().run().await.unwrap();
    assert_eq!(other.files(), Vec::<String>::new());
    world.end().await;
}

#[test]
fn what_is_attached_while_others_are_swept_stays() {
    let phone = PhoneInHand::new();
    let kept = phone.entries().write(&Writing::text("kept")).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..60 {
                let draft = phone.entries().write(&Writing::text("thrown away")).unwrap();
                let gone = attach(&phone, draft, &sound(2_000), &voice());
                phone.attachments().remove_attachment(draft, gone).unwrap();
            }
        });
        for _ in 0..60 {
            attach(&phone, kept, &sound(200_000), &voice());
        }
    });
    let all = phone.attachments().of_entry(kept).unwrap();
    assert_eq!((all.len(), all.iter().filter(|one| one.here).count()), (60, 60));
}

#[test]
fn what_is_attached_while_the_same_journal_is_opened_beside_it_stays() {
    let phone = PhoneInHand::new();
    let kept = phone.entries().write(&Writing::text("kept")).unwrap();
    std::thread::scope(|scope| {
        // Every opening sweeps.
        scope.spawn(|| (0..40).for_each(|_| drop(phone.beside())));
        for _ in 0..40 {
            attach(&phone, kept, &sound(200_000), &voice());
        }
    });
    let all = phone.attachments().of_entry(kept).unwrap();
    assert_eq!((all.len(), all.iter().filter(|one| one.here).count()), (40, 40));
}

#[tokio::test]
async fn an_earlier_version_brings_words_back_and_no_photo_that_was_removed() {
    let world = World::new().await;
    let (phone, _) = world.registered("wren").await;
    let entry = phone.entries().write(&Writing::text("the first words")).unwrap();
    let removed = attach(&phone, entry, b"a few bytes", &voice());
    phone.entries().edit(entry, &Writing::text("other words")).unwrap();
    phone.attachments().remove_attachment(entry, removed).unwrap();
    let kept = attach(&phone, entry, b"other bytes", &voice());

    let first = phone.entries().history(entry).unwrap().remove(1);
    phone.entries().restore(entry, first.id.unwrap().parse().unwrap()).unwrap();
    assert_eq!(phone.entries().writing(entry).unwrap().text, "the first words");
    let all = phone.attachments().of_entry(entry).unwrap();
    assert_eq!(all.iter().map(|one| (one.id.clone(), one.here)).collect::<Vec<_>>(), [(kept.to_string(), true)]);
    let status = phone.sync().run().await.unwrap();
    assert!(status.in_sync, "{status:?}");
    world.end().await;
}
