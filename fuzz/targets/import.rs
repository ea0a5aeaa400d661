//! Imports from other apps: a file, a folder of files, an archive. The preview reads all of it.
#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use mobile_core::secrets::FileSecretStore;
use mobile_core::{ImportForm, Phone, Setup, Silent};

/// File names of other apps' exports, which select the parser.
const NAMES: [&str; 12] = [
    "journal.json",
    "entry.md",
    "2024-02-03.txt",
    "Journal.json",
    "backup.daylio",
    "Standard Notes Backup and Import File.txt",
    "Entries/2024.html",
    "note.html",
    "Takeout/Keep/note.json",
    "days.csv",
    "all.tar",
    "all.zip",
];

struct Desk {
    phone: Phone,
    home: PathBuf,
}

static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let quick = PathBuf::from("/dev/shm");
    let base = if quick.is_dir() { quick } else { std::env::temp_dir() };
    let home = base.join(format!("afterglow-fuzz-{}", std::process::id()));
    fs::create_dir_all(&home).expect("there is room");
    let secrets = Arc::new(FileSecretStore::new(home.join("keys")));
    let phone = Phone::open(Setup::new(home.join("phone"), "fuzz", secrets).expect("randomness")).expect("a journal");
    Desk { phone, home }
});

fuzz_target!(|bytes: &[u8]| {
    let Some((how, bytes)) = bytes.split_first() else { return };
    let desk = &*DESK;
    let name = |n: u8| NAMES[usize::from(n) % NAMES.len()];
    let from = desk.home.join("from");
    let _ = fs::remove_dir_all(&from);
    fs::create_dir_all(&from).expect("there is room");
    let put = |name: &str, bytes: &[u8]| {
        let path = from.join(name);
        fs::create_dir_all(path.parent().expect("within")).expect("there is room");
        fs::write(&path, bytes).expect("there is room");
        path
    };
    let path = if how % 2 == 0 {
        put(name(how / 2), bytes)
    } else {
        for (n, part) in bytes.split(|byte| *byte == 0).enumerate().take(4) {
            put(name((how / 2).wrapping_add(n as u8)), part);
        }
        from.clone()
    };
    let form =
        ImportForm { only_look: true, keep_places: true, file_dates: true, passphrase: Some("a passphrase".into()) };
    if let Ok(report) = desk.phone.transfer().import(&path, &form, &Silent) {
        assert!(report.id.is_none(), "nothing is written");
    }
});
