//! Export and import: nothing is lost, nothing is duplicated, and errors are reported.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use journal::record::{Body, Moment, Reflection};
use mobile_core::entries::SessionForm;
use mobile_core::{Error, ImportForm, ImportReport, NewAttachment, Progress, Silent, Writing};
use proptest::prelude::*;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::world::{PhoneInHand, World, contains};

pub fn import(phone: &PhoneInHand, from: &Path) -> ImportReport {
    phone.transfer().import(from, &ImportForm::default(), &Silent).unwrap()
}

/// The content of an export, without its readers and its date.
pub fn everything(phone: &PhoneInHand) -> BTreeMap<String, Value> {
    let export: Value = serde_json::from_str(&phone.transfer().export_json().unwrap()).unwrap();
    let mut all = BTreeMap::new();
    for list in ["records", "drafts"] {
        for one in export[list].as_array().unwrap() {
            let mut one = one.clone();
            one["record"].as_object_mut().unwrap().remove("shared_with");
            all.insert(format!("{list} {}", one["id"]), one);
        }
    }
    all
}

pub fn drawing() -> Vec<u8> {
    let mut png = Vec::new();
    let image = image::RgbImage::from_fn(600, 400, |x, y| image::Rgb([(x / 3) as u8, (y / 2) as u8, 140]));
    image::DynamicImage::ImageRgb8(image).write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    png
}

pub fn zipped(path: &Path, files: &[(&str, &[u8])]) {
    let mut zip = ZipWriter::new(fs::File::create(path).unwrap());
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

/// A journal with something of everything.
pub fn full_journal() -> PhoneInHand {
    let phone = PhoneInHand::new();
    let entry =
        phone.entries().write(&Writing { mood: Some(4), ..Writing::text("Die Straße war nass. Дождь. 雨。") }).unwrap();
    phone
        .entries()
        .edit(entry, &Writing { mood: Some(6), ..Writing::text("The street was wet, and I sang.") })
        .unwrap();
    let about = NewAttachment { media_type: "image/png".into(), name: "street.png".into(), ..NewAttachment::default() };
    phone.attachments().attach(entry, &mut &drawing()[..], &about).unwrap();
    let session = SessionForm { number: 1, route: "lozenge".into(), ..SessionForm::default() };
    phone.sessions().write_session(session).unwrap();
    phone.sessions().write_step("Walk before work", Some(entry)).unwrap();
    let mut reflection = Reflection { text: "ring".into(), ..Reflection::default() };
    reflection.extra.insert("ring".into(), json!({"tone": [1, 2]}));
    phone
        .entries()
        .write_record(
            Body::Reflection(reflection),
            Moment::parse("2026-02-03T20:10:00-07:00", "America/Denver").unwrap(),
        )
        .unwrap();
    phone.entries().save_draft(None, Writing::text("half a sentence")).unwrap();
    phone
}

#[test]
fn an_archive_brings_everything_back_and_a_second_time_nothing() {
    let phone = full_journal();
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("journal.zip");
    let report = phone.transfer().export_archive(&archive, None, &Silent).unwrap();
    assert_eq!((report.attachments, report.not_here), (1, 0));
    let other = PhoneInHand::new();
    let look = ImportForm { only_look: true, ..ImportForm::default() };
    let looked = other.transfer().import(&archive, &look, &Silent).unwrap();
    assert_eq!(everything(&other).len(), 0, "looking writes nothing");
    let done = import(&other, &archive);
    assert_eq!((done.from.as_str(), done.added, done.known, done.left_out_count), ("afterglow", report.records, 0, 0));
    assert_eq!((looked.found, looked.added, looked.attachments), (done.found, done.added, done.attachments));
    assert!(everything(&other) == everything(&phone));
    for entry in other.pages().list(&["reflection"], None, 9).unwrap() {
        let id = entry.id.parse().unwrap();
        assert_eq!(entry.shared_with, Vec::<String>::new());
        for view in other.attachments().of_entry(id).unwrap() {
            assert!(other.attachments().attachment_bytes(id, view.id.parse().unwrap()).unwrap() == drawing());
        }
    }
    let again = import(&other, &archive);
    assert_eq!((again.added, again.known), (0, report.records));
    assert!(everything(&other) == everything(&phone));
}

#[test]
fn under_a_passphrase_nothing_can_be_read_without_it() {
    let phone = full_journal();
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("journal.afterglow");
    assert_eq!(phone.transfer().export_archive(&archive, Some("short"), &Silent).unwrap_err(), Error::PasswordTooShort);
    assert_eq!(
        phone.transfer().export_archive(&archive, Some("Passwort123"), &Silent).unwrap_err().code(),
        "password_weak"
    );
    phone.transfer().export_archive(&archive, Some("a long walk home"), &Silent).unwrap();
    let bytes = fs::read(&archive).unwrap();
    assert!(!contains(&bytes, "street") && !contains(&bytes, "journal.json"));
    let other = PhoneInHand::new();
    let with =
        |passphrase: Option<&str>| ImportForm { passphrase: passphrase.map(String::from), ..ImportForm::default() };
    for wrong in [None, Some("a long walk hone")] {
        assert_eq!(other.transfer().import(&archive, &with(wrong), &Silent).unwrap_err(), Error::Passphrase);
    }
    other.transfer().import(&archive, &with(Some("a long walk home")), &Silent).unwrap();
    assert!(everything(&other) == everything(&phone));
    // Truncated: the end cannot be opened, and the file is not accepted as complete.
    fs::write(&archive, &bytes[..bytes.len() - 20]).unwrap();
    let cut = PhoneInHand::new();
    assert!(cut.transfer().import(&archive, &with(Some("a long walk home")), &Silent).is_err());
    assert_eq!(everything(&cut).len(), 0);
}

// NIST SP 800-63B: a Mac's terminal decomposes what an iPhone's keyboard composes.
#[test]
fn a_passphrase_opens_from_every_keyboard() {
    let phone = full_journal();
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("journal.afterglow");
    phone.transfer().export_archive(&archive, Some("M\u{fc}llers Katze schl\u{e4}ft"), &Silent).unwrap();
    let form =
        ImportForm { passphrase: Some("Mu\u{308}llers Katze\u{a0}schla\u{308}ft".into()), ..ImportForm::default() };
    let other = PhoneInHand::new();
    other.transfer().import(&archive, &form, &Silent).unwrap();
    assert!(everything(&other) == everything(&phone));
}

fn writing() -> impl Strategy<Value = Writing> {
    let text = prop_oneof!["\\PC{1,60}", "[a-z \\n\"\\\\{}]{1,80}", "(雨|の|日|é|🌊){1,20}"];
    (text, prop::option::of(0..11_u8), prop::collection::vec("[a-z]{1,8}", 0..3))
        .prop_map(|(text, mood, themes)| Writing { mood, themes, states: vec!["calm".into()], ..Writing::text(text) })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn whatever_was_written_comes_back_without_loss(writings in prop::collection::vec(writing(), 1..12)) {
        let phone = PhoneInHand::new();
        for (n, writing) in writings.iter().enumerate() {
            phone.clock.pass(std::time::Duration::from_secs(60));
            let id = phone.entries().write(writing).unwrap();
            if n % 3 == 0 {
                phone.attachments().attach(id, &mut &vec![n as u8; 100 + n][..], &NewAttachment { media_type: "audio/mp4".into(), ..NewAttachment::default() }).unwrap();
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("journal.zip");
        phone.transfer().export_archive(&archive, None, &Silent).unwrap();
        let other = PhoneInHand::new();
        let report = import(&other, &archive);
        prop_assert_eq!(report.left_out_count, 0);
        prop_assert!(everything(&other) == everything(&phone));
    }
}

#[tokio::test]
async fn a_therapists_words_come_along_and_nothing_is_shared_by_an_import() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap().id;
    let entry = phone.entries().write(&Writing::text("read this")).unwrap();
    phone.sharing().share(entry, None).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    therapist.replies(&care, entry, "I have read it.").await;
    phone.sync().run().await.unwrap();

    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("journal.zip");
    phone.transfer().export_archive(&archive, None, &Silent).unwrap();
    let other = PhoneInHand::new();
    import(&other, &archive);
    let view = other.pages().show(entry).unwrap();
    assert_eq!((view.replies.len(), view.shared_with.len()), (1, 0));
    let known = other.care().list().unwrap();
    assert_eq!((known[0].therapist.as_str(), known[0].ended), ("M. Osei", true));
    // The same person signs in on it: the journals are merged without duplicates.
    other.account().sign_in(&world.url(), "wren", crate::world::PASSWORD).await.unwrap();
    other.sync().run().await.unwrap();
    other.care().confirm_readers().unwrap();
    let status = other.sync().run().await.unwrap();
    assert!(status.in_sync, "{status:?}");
    assert_eq!(other.texts(), ["read this"]);
    assert!(!other.care().list().unwrap()[0].ended);
    world.end().await;
}

/// Stops after some steps.
struct Stops(AtomicU32);

impl Progress for Stops {
    fn step(&self, _: u32, _: u32) -> bool {
        self.0.fetch_sub(1, Ordering::SeqCst) > 1
    }
}

#[test]
fn what_is_stopped_leaves_whole_entries_or_no_file() {
    let phone = PhoneInHand::new();
    for n in 0..350 {
        phone.entries().write(&Writing::text(format!("entry {n}"))).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("journal.zip");
    assert_eq!(
        phone.transfer().export_archive(&archive, None, &Stops(AtomicU32::new(1))).unwrap_err(),
        Error::Cancelled
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    phone.transfer().export_archive(&archive, None, &Silent).unwrap();
    let other = PhoneInHand::new();
    let stopped = other.transfer().import(&archive, &ImportForm::default(), &Stops(AtomicU32::new(250)));
    assert_eq!(stopped.unwrap_err(), Error::Cancelled);
    assert_eq!(other.texts().len(), 200);
    let rest = import(&other, &archive);
    assert_eq!((rest.added, rest.known), (150, 200));
}

#[test]
fn bombs_traps_and_nonsense_are_refused_and_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let phone = PhoneInHand::new();
    phone.entries().write(&Writing::text("as it was")).unwrap();
    let before = everything(&phone);
    let refused = |name: &str| phone.transfer().import(&folder.path().join(name), &ImportForm::default(), &Silent);

    // A billion spaces in a few bytes.
    let bomb = folder.path().join("bomb.zip");
    let mut zip = ZipWriter::new(fs::File::create(&bomb).unwrap());
    zip.start_file("journal.json", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"{\"format\": \"afterglow-export/1\", \"records\": [").unwrap();
    for _ in 0..80 {
        zip.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    zip.finish().unwrap();
    let bombed = refused("bomb.zip").unwrap();
    assert_eq!((bombed.added, bombed.left_out[0].code.as_str()), (0, "too_large"));
    assert!(everything(&phone) == before);

    fs::write(folder.path().join("noise.bin"), [7; 5_000]).unwrap();
    assert_eq!(refused("noise.bin").unwrap_err(), Error::NotAnArchive);
    fs::write(folder.path().join("torn.zip"), b"PK\x03\x04 and nothing more").unwrap();
    assert_eq!(refused("torn.zip").unwrap_err(), Error::ArchiveDamaged);
    assert!(refused("nowhere.zip").is_err());
    zipped(&folder.path().join("out.zip"), &[("../../../etc/cron.d/x.txt", b"2024-01-01"), ("C:\\x.txt", b"x")]);
    let out = refused("out.zip").unwrap();
    assert_eq!((out.added, out.left_out[0].code.as_str()), (0, "path"));

    // A truncated document: the part before is imported.
    let half = r#"{"format": "afterglow-export/1", "records": [{"id": "01890a5d-ac96-774b-bcce-b302099a805a",
        "record": {"kind": "reflection", "text": "before", "when": {"at": "2026-02-03T20:10:00-07:00", "zone": "America/Denver"}}},
        {"id": "x", "record": {}}, {"id": "01890a5d-ac96-774b-bcce-b302099a805b", "rec"#;
    fs::write(folder.path().join("half.json"), half).unwrap();
    assert!(everything(&phone) == before);
    let report = refused("half.json").unwrap();
    let codes: Vec<&str> = report.left_out.iter().map(|one| one.code.as_str()).collect();
    assert_eq!((report.added, codes), (1, vec!["unreadable", "cut_off"]));
    assert_eq!(phone.texts(), ["as it was", "before"]);
}
