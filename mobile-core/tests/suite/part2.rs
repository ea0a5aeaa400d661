//! A practice under 42 CFR Part 2: its consent is asked for before anything new is shared, and every export carries the
//! notice.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::Path;

use journal::record::PracticeCard;
use mobile_core::entries::PreferencesForm;
use mobile_core::export::PdfForm;
use mobile_core::messages::Language;
use mobile_core::{Error, Silent, Writing};
use serde_json::Value;

use crate::caring::joined;
use crate::paper;
use crate::world::{PhoneInHand, World};

const STATEMENT: &str = "This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR \
                         part 2). These rules prohibit you from using or disclosing this record, or testimony";
const SHORT: &str = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";

fn card(part2: bool) -> PracticeCard {
    PracticeCard { name: "Harbour Practice".into(), part2, ..Default::default() }
}

#[tokio::test]
async fn nothing_new_is_shared_until_the_consent_of_part_2_is_answered() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    let before = phone.entries().write(&Writing::text("before it")).unwrap();
    phone.sharing().share(before, None).unwrap();
    therapist.puts(&care.id, 7, card(true).into()).await;
    phone.sync().run().await.unwrap();

    let asked = phone.sharing().consents().unwrap().remove(1);
    assert!(asked.changed && !asked.agreed);
    assert_eq!(asked.wording.version, "1/part2-1");
    for words in [
        "42 CFR Part 2, protects the records of this practice",
        "M. Osei and the practice use and disclose these records for treatment, payment and health care operations",
        "a general authorization to release medical information is not enough",
        "proceedings against me",
        "I can revoke it at any time in writing",
    ] {
        assert!(asked.wording.text.contains(words), "{words}: {}", asked.wording.text);
    }
    let after = phone.entries().write(&Writing::text("after it")).unwrap();
    assert_eq!(phone.sharing().share(after, None).unwrap_err(), Error::ConsentFirst);
    // Also if the device's clock was set back since the first consent.
    phone.clock.turn(-86_400_000);
    phone.sharing().agree("sharing", Some(&care.id)).unwrap();
    phone.sharing().share(after, None).unwrap();
    assert!(phone.sharing().consents().unwrap()[1].agreed);
    phone.clock.turn(86_400_000);

    // The practice's own words come below it, with their version; without the switch it is asked for no longer.
    let agreement = PracticeCard { reading_agreement: "We read on Mondays.".into(), ..card(true) };
    let agreement = PracticeCard { agreement_version: "3".into(), ..agreement };
    therapist.puts(&care.id, 7, agreement.clone().into()).await;
    phone.sync().run().await.unwrap();
    let asked = phone.sharing().consents().unwrap().remove(1);
    assert!(asked.changed && asked.wording.version == "1/3/part2-1");
    assert!(asked.wording.text.ends_with("\n\nWe read on Mondays.") && asked.wording.text.contains("42 CFR Part 2"));
    therapist.puts(&care.id, 7, PracticeCard { part2: false, ..agreement }.into()).await;
    phone.sync().run().await.unwrap();
    let asked = phone.sharing().consents().unwrap().remove(1);
    assert!(asked.wording.version == "1/3" && !asked.wording.text.contains("42 CFR"));
    world.end().await;
}

#[tokio::test]
async fn the_consent_of_part_2_is_in_german_as_well() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    therapist.puts(&care.id, 7, card(true).into()).await;
    phone.sync().run().await.unwrap();
    phone
        .settings()
        .set_preferences(PreferencesForm { language: Some(Language::German), ..Default::default() })
        .unwrap();
    let text = phone.sharing().consents().unwrap().remove(1).wording.text;
    for words in ["Ein US-Bundesgesetz, 42 CFR Part 2", "widerrufe", "Gerichtsbeschluss", "M. Osei und die Praxis"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    phone.entries().write(&Writing::text("der See")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    phone.transfer().export_markdown(folder.path(), &Silent).unwrap();
    let readme = fs::read_to_string(folder.path().join("README.md")).unwrap();
    assert!(readme.contains("Hinweis nach US-Bundesrecht") && readme.contains(STATEMENT), "{readme}");
    world.end().await;
}

/// What each export of the phone says, by the name of the function that makes it.
fn exports(phone: &PhoneInHand) -> BTreeMap<&'static str, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    phone.transfer().export_json_file(&at("journal.json"), &Silent).unwrap();
    phone.transfer().export_archive(&at("journal.zip"), None, &Silent).unwrap();
    phone.transfer().export_markdown(&at("markdown"), &Silent).unwrap();
    phone.transfer().export_pdf(&at("journal.pdf"), &PdfForm::default(), &Silent).unwrap();
    let mut written = Vec::new();
    phone.transfer().write_json(&mut written, &Silent).unwrap();
    let notice = |json: &str| vec![serde_json::from_str::<Value>(json).unwrap()["notice"].to_string()];
    let read = |name: &str| fs::read_to_string(at(name)).unwrap();
    let entry = fs::read_dir(at("markdown")).unwrap().map(|file| file.unwrap().path());
    let entry = entry.into_iter().find(|path| path.is_file() && !path.ends_with("README.md")).unwrap();
    BTreeMap::from([
        ("export_json", notice(&phone.transfer().export_json().unwrap())),
        ("write_json", notice(&String::from_utf8(written).unwrap())),
        ("export_json_file", notice(&read("journal.json"))),
        (
            "export_archive",
            [notice(&unzipped(&at("journal.zip"), "journal.json")), vec![unzipped(&at("journal.zip"), "README.txt")]]
                .concat(),
        ),
        ("export_markdown", vec![read("markdown/README.md"), fs::read_to_string(entry).unwrap()]),
        ("export_pdf", paper::pages(&fs::read(at("journal.pdf")).unwrap())),
    ])
}

fn unzipped(path: &Path, name: &str) -> String {
    let mut text = String::new();
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn every_export_carries_the_notice_of_part_2_also_once_care_has_ended() {
    let world = World::new().await;
    let (phone, mut therapist, care) = joined(&world).await;
    phone.entries().write(&Writing::text("the lake")).unwrap();
    therapist.puts(&care.id, 7, card(false).into()).await;
    phone.sync().run().await.unwrap();
    assert!(exports(&phone).values().flatten().all(|text| !close(text).contains("42CFR")));

    therapist.puts(&care.id, 7, card(true).into()).await;
    phone.sync().run().await.unwrap();
    for ended in [false, true] {
        if ended {
            phone.care().end_care(&care.id).await.unwrap();
        }
        let made = exports(&phone);
        let has = |text: &String, words: &str| close(text).contains(&close(words));
        for (name, texts) in &made {
            let carried = texts.iter().all(|text| has(text, STATEMENT) || has(text, SHORT));
            assert!(carried && texts.iter().any(|text| has(text, STATEMENT)), "{name}: {texts:?}");
        }
    }
    // A new export has to be in the list above.
    let sources = sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export")));
    let public = sources.into_iter().flat_map(|source| public_functions(&source)).filter(|name| name != "recovery_kit");
    let known = exports(&phone).into_keys().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(public.collect::<BTreeSet<_>>(), known);
    world.end().await;
}

/// The source files of a folder and of those in it.
fn sources(folder: &Path) -> Vec<String> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![fs::read_to_string(path).unwrap()] })
        .collect()
}

/// Without white space: lines are broken on paper.
fn close(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The public functions of the phone in a source file: those with `&self`, one level in.
fn public_functions(source: &str) -> Vec<String> {
    let phone = source.split("impl Transfer<'_> {").skip(1).filter_map(|block| block.split("\n}").next());
    let names = phone.flat_map(|block| block.lines().filter_map(|line| line.strip_prefix("    pub fn ")));
    names.map(|rest| rest.split('(').next().unwrap().to_owned()).collect()
}
