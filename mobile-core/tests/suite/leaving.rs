//! Exports state their contents, survive a round trip, and need no more memory for a long journal.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use mobile_core::export::PdfForm;
use mobile_core::messages::Language;
use mobile_core::{Error, ImportForm, NewAttachment, Progress, Silent, Writing};
use serde_json::{Value, json};

use crate::world::{PhoneInHand, World};

fn document(phone: &PhoneInHand) -> Value {
    serde_json::from_str(&phone.transfer().export_json().unwrap()).unwrap()
}

fn audio() -> NewAttachment {
    NewAttachment { media_type: "audio/mp4".into(), name: "note.m4a".into(), ..NewAttachment::default() }
}

/// A file of an archive, as text.
fn within(archive: &Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(archive).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A journal of three days with a voice note whose file is gone.
fn journal() -> PhoneInHand {
    let phone = PhoneInHand::new();
    phone.clock.set("2026-03-05T21:00:00-07:00", "America/Denver");
    let first = phone.entries().write(&Writing::text("The rain stopped.")).unwrap();
    phone.attachments().attach(first, &mut &[1; 100][..], &audio()).unwrap();
    phone.clock.set("2026-03-06T09:00:00-07:00", "America/Denver");
    phone.entries().edit(first, &Writing::text("The rain stopped at last.")).unwrap();
    phone.sessions().write_step("Walk before work", None).unwrap();
    phone.clock.set("2026-03-07T09:00:00-07:00", "America/Denver");
    let last = phone.entries().write(&Writing::text("Slept.")).unwrap();
    let gone = phone.attachments().attach(last, &mut &[2; 100][..], &audio()).unwrap();
    fs::remove_file(phone.home.path().join("attachments").join(gone.to_string())).unwrap();
    phone.entries().save_draft(None, Writing::text("half a sentence")).unwrap();
    phone
}

#[test]
fn exports_say_what_they_hold_and_what_is_missing() {
    let phone = journal();
    let contents = &document(&phone)["contents"];
    assert_eq!(
        *contents,
        json!({
            "records": 4, "drafts": 1, "kinds": {"reflection": 2, "step": 1, "version": 1},
            "from": "2026-03-05", "to": "2026-03-07", "attachments": 1, "not_here": 1,
        })
    );
    let place = tempfile::tempdir().unwrap();
    let archive = place.path().join("journal.zip");
    let report = phone.transfer().export_archive(&archive, None, &Silent).unwrap();
    assert_eq!((report.records, report.attachments, report.not_here), (5, 1, 1));
    assert_eq!((report.first.as_deref(), report.last.as_deref()), (Some("2026-03-05"), Some("2026-03-07")));
    assert_eq!(within(&archive, "journal.json").matches("\"contents\"").count(), 1);
    let readme = within(&archive, "README.txt");
    for line in
        ["2026-03-05 to 2026-03-07", "- Entries: 2\n", "- Earlier versions: 1\n", "- Drafts: 1\n", "not in here: 1\n"]
    {
        assert!(readme.contains(line), "{line}: {readme}");
    }

    phone.settings().override_language(Some(Language::German));
    let folder = place.path().join("markdown");
    let report = phone.transfer().export_markdown(&folder, &Silent).unwrap();
    assert_eq!((report.records, report.attachments, report.not_here), (3, 1, 1));
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    assert!(readme.contains("- Einträge: 2\n") && readme.contains("2026-03-05 bis 2026-03-07"), "{readme}");
    let slept = fs::read_to_string(folder.join("2026-03-07 Slept.md")).unwrap();
    assert!(slept.contains("note.m4a: nicht auf diesem Telefon"), "{slept}");
    // The file that describes the folder is recognized as well.
    assert_eq!(phone.transfer().import(&folder, &ImportForm::default(), &Silent).unwrap_err(), Error::OurMarkdown);
    let pdf = phone.transfer().export_pdf(&place.path().join("journal.pdf"), &PdfForm::default(), &Silent).unwrap();
    assert_eq!((pdf.not_here, pdf.last.as_deref()), (1, Some("2026-03-07")));
}

#[test]
fn a_pdf_has_a_font_for_what_people_write_and_holds_no_more_of_it_than_that() {
    let phone = PhoneInHand::new();
    let place = tempfile::tempdir().unwrap();
    let written = |text: &str| {
        phone.entries().write(&Writing::text(text)).unwrap();
        let path = place.path().join("journal.pdf");
        let report = phone.transfer().export_pdf(&path, &PdfForm::default(), &Silent).unwrap();
        (report.signs_missing, fs::metadata(path).unwrap().len())
    };
    let (_, plain) = written("The rain stopped.");
    let (missing, all) = written(
        "שלום took 60 mg at 14:30\nمرحبا 2026-03-05 dose 125 mg\n今日は静か。我很平静 오늘은 조용했다\n😴 ✓ ❤\u{fe0f} 👩\u{200d}👧 🇩🇪\u{7}\u{2028}end\nน้ำนิ่ง हिन्दी தமிழ் ភ្លៀង",
    );
    assert_eq!(missing, 0);
    assert!(plain < 20_000 && all < 80_000, "{plain} {all}");
    // Characters that no font has are counted.
    assert_eq!(written("\u{12000}\u{12001}").0, 2);
}

/// The content of an export without the parts that an import leaves out: readers, rules and settings, and which
/// consents are in force.
fn without_authority(export: &Value) -> BTreeMap<String, Value> {
    let settings = ["sharing_rule", "bond", "preferences", "memory"];
    let mut all = BTreeMap::new();
    for list in ["records", "drafts"] {
        for one in export[list].as_array().unwrap() {
            let mut one = one.clone();
            let record = one["record"].as_object_mut().unwrap();
            if settings.contains(&record["kind"].as_str().unwrap()) {
                continue;
            }
            record.remove("shared_with");
            record.remove("withdrawn");
            all.insert(format!("{list} {}", one["id"]), one);
        }
    }
    all
}

#[tokio::test]
async fn an_archive_of_a_lived_journal_is_the_same_after_a_fresh_phone() {
    let world = World::new().await;
    let mut therapist = world.therapist().await;
    let (phone, _) = world.registered("wren").await;
    let care = phone.care().join(&therapist.invite().await, None).await.unwrap().id;
    let entry = phone.entries().write(&Writing { mood: Some(3), ..Writing::text("read this") }).unwrap();
    phone.attachments().attach(entry, &mut &[7; 70_000][..], &audio()).unwrap();
    phone.sharing().share(entry, None).unwrap();
    phone.measures().write_measure("phq-9", vec![Some(1); 9]).unwrap();
    phone.entries().save_draft(None, Writing::text("half a sentence")).unwrap();
    phone.sync().run().await.unwrap();
    therapist.sync().await;
    therapist.replies(&care, entry, "I have read it.").await;
    phone.sync().run().await.unwrap();
    world.end().await;

    let folder = tempfile::tempdir().unwrap();
    let archive = |name: &str, phone: &PhoneInHand| {
        let path = folder.path().join(name);
        phone.transfer().export_archive(&path, Some("a long walk home"), &Silent).unwrap();
        path
    };
    let form = ImportForm { passphrase: Some("a long walk home".into()), ..ImportForm::default() };
    let (second, third) = (PhoneInHand::new(), PhoneInHand::new());
    second.transfer().import(&archive("first", &phone), &form, &Silent).unwrap();
    third.transfer().import(&archive("second", &second), &form, &Silent).unwrap();
    let (one, two, three) = (document(&phone), document(&second), document(&third));
    assert!(without_authority(&one).len() >= 4, "{one}");
    assert_eq!(without_authority(&one), without_authority(&two));
    // The second time nothing is left out.
    for part in ["records", "drafts", "contents", "care"] {
        assert_eq!(two[part], three[part], "{part}");
    }
    let file = |phone: &PhoneInHand| {
        let id = phone.attachments().of_entry(entry).unwrap()[0].id.parse().unwrap();
        phone.attachments().attachment_bytes(entry, id).unwrap()
    };
    assert!(file(&third) == vec![7; 70_000]);
}

/// Stops after some steps.
struct Stops(AtomicU32);

impl Progress for Stops {
    fn step(&self, _: u32, _: u32) -> bool {
        self.0.fetch_sub(1, Ordering::SeqCst) > 1
    }
}

#[test]
fn a_markdown_export_that_is_stopped_changes_nothing_in_its_folder() {
    let phone = journal();
    let place = tempfile::tempdir().unwrap();
    let fresh = place.path().join("fresh");
    let stopped = phone.transfer().export_markdown(&fresh, &Stops(AtomicU32::new(2)));
    assert_eq!(stopped.unwrap_err(), Error::Cancelled);
    assert!(!fresh.exists());
    fs::write(place.path().join("mine.md"), "mine").unwrap();
    assert!(phone.transfer().export_markdown(place.path(), &Stops(AtomicU32::new(3))).is_err());
    let names = || fs::read_dir(place.path()).unwrap().map(|file| file.unwrap().file_name()).collect::<Vec<_>>();
    assert_eq!(names(), ["mine.md"]);
    phone.transfer().export_markdown(place.path(), &Silent).unwrap();
    assert_eq!(names().len(), 6, "{:?}", names());
}

#[test]
fn a_pdf_export_that_is_stopped_leaves_what_was_there() {
    let phone = journal();
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("journal.pdf");
    fs::write(&file, "of last week").unwrap();
    let stopped = phone.transfer().export_pdf(&file, &PdfForm::default(), &Stops(AtomicU32::new(2)));
    assert_eq!(stopped.unwrap_err(), Error::Cancelled);
    assert_eq!(fs::read_to_string(&file).unwrap(), "of last week");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

#[test]
fn a_json_export_that_is_stopped_leaves_what_was_there() {
    let phone = journal();
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("journal.json");
    fs::write(&file, "of last week").unwrap();
    assert_eq!(phone.transfer().export_json_file(&file, &Stops(AtomicU32::new(1))).unwrap_err(), Error::Cancelled);
    assert_eq!(fs::read_to_string(&file).unwrap(), "of last week");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    phone.transfer().export_json_file(&file, &Silent).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), phone.transfer().export_json().unwrap());
}

/// The peak memory of a process that exports a journal with this many entries and files.
fn memory_mib(entries: u32, files: u32, bytes: u32) -> u64 {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "leaving::exports_a_long_journal", "--ignored", "--nocapture"])
        .env("LONG_JOURNAL", format!("{entries} {files} {bytes}"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout).into_owned();
    assert!(child.status.success(), "{said}{}", String::from_utf8_lossy(&child.stderr));
    let peak = said.lines().find_map(|line| line.strip_prefix("peak MiB ")).unwrap_or_default();
    peak.trim().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn exports_take_no_more_memory_for_more_entries_and_files() {
    let (short, long) = (memory_mib(50, 4, 128 * 1024), memory_mib(600, 100, 128 * 1024));
    assert!(long < short + 12 && long < 100, "{short} MiB for a short journal, {long} MiB for a long one");
}

/// Run by the test above in its own process; `LONG_JOURNAL="100000 2000 2500000"` runs it at full size.
#[test]
#[ignore = "a process of its own, with the size of the journal in its environment"]
fn exports_a_long_journal() {
    let sizes = std::env::var("LONG_JOURNAL").unwrap();
    let mut sizes = sizes.split(' ').map(|size| size.parse::<u32>().unwrap());
    let [entries, files, bytes] = [sizes.next().unwrap(), sizes.next().unwrap(), sizes.next().unwrap()];
    let phone = PhoneInHand::new();
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made.json");
    {
        // Every tenth entry has a photo that is not on the phone, with a thumbnail.
        let mut out = std::io::BufWriter::new(fs::File::create(&made).unwrap());
        write!(out, "{{\"format\": \"afterglow-export/1\", \"records\": [").unwrap();
        let thumbnail = "A".repeat(20_000);
        for n in 0..entries {
            let at = jiff::Timestamp::from_second(1_600_000_000 + i64::from(n) * 600).unwrap();
            let mut record = json!({"kind": "reflection", "text": format!("Entry {n}. {}", "It rained. ".repeat(30)),
                "when": {"at": at.to_string().replace('Z', "+00:00"), "zone": "UTC"}});
            if n % 10 == 0 {
                record["attachments"] = json!([{"id": format!("01890a5d-ac96-774b-8000-{n:012x}"), "media_type": "image/jpeg",
                    "size": 1, "key": "A".repeat(43), "digest": "A".repeat(43), "thumbnail": thumbnail}]);
            }
            let id = format!("01890a5d-ac96-774b-bcce-{n:012x}");
            write!(out, "{}{}", if n == 0 { "" } else { "," }, json!({"id": id, "record": record})).unwrap();
        }
        write!(out, "]}}").unwrap();
    }
    phone.transfer().import(&made, &ImportForm::default(), &Silent).unwrap();
    let mut state = 1_u32;
    let mut noise = std::iter::repeat_with(move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    });
    // Every eighth file is an incompressible photo.
    let photo = |noise: &mut dyn Iterator<Item = u8>| {
        let pixels: Vec<u8> = noise.take(400 * 300 * 3).collect();
        let image = image::RgbImage::from_raw(400, 300, pixels).unwrap();
        let mut jpeg = Vec::new();
        image.write_to(&mut std::io::Cursor::new(&mut jpeg), image::ImageFormat::Jpeg).unwrap();
        jpeg
    };
    let jpeg = NewAttachment { media_type: "image/jpeg".into(), ..NewAttachment::default() };
    for n in 0..files / 8 {
        let entry = phone.entries().write(&Writing::text(format!("with a photo {n}"))).unwrap();
        phone.attachments().attach(entry, &mut &photo(&mut noise)[..], &jpeg).unwrap();
    }
    let (all_files, files) = (files, files - files / 8);
    let mut noise: Vec<u8> = noise.take(bytes as usize).collect();
    for n in 0..files {
        let entry = phone.entries().write(&Writing::text(format!("with a voice note {n}"))).unwrap();
        noise[..4].copy_from_slice(&n.to_be_bytes());
        phone.attachments().attach(entry, &mut &noise[..], &audio()).unwrap();
    }
    let (records, files) = (entries + all_files, all_files);
    println!("\nmade MiB {}", peak_mib());
    let archive = folder.path().join("journal.zip");
    let report = phone.transfer().export_archive(&archive, None, &Silent).unwrap();
    assert_eq!((report.records, report.attachments), (records, files));
    println!("archive MiB {}", peak_mib());
    let report = phone.transfer().export_markdown(&folder.path().join("markdown"), &Silent).unwrap();
    assert_eq!((report.records, report.attachments), (records, files));
    println!("markdown MiB {}", peak_mib());
    phone.transfer().write_json(&mut std::io::sink(), &Silent).unwrap();
    println!("json MiB {}", peak_mib());
    let report = phone.transfer().export_pdf(&folder.path().join("journal.pdf"), &PdfForm::default(), &Silent).unwrap();
    assert_eq!((report.records, report.attachments), (records, files));
    println!("peak MiB {}", peak_mib());
}

/// The peak memory of this process, in MiB.
fn peak_mib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1_024
}
