//! Stores of every released schema open with all their content. `tests/stores` has one of each, as that version wrote
//! it; stores are never changed, only added.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use mobile_core::secrets::FileSecretStore;
use mobile_core::{Phone, Setup, Writing};

pub const STORES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stores");

/// A copy of a released store, ready to be opened.
pub fn copied(of: &Path) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    copy(of, home.path());
    home
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_dir() {
            copy(&file.path(), &to.join(file.file_name()));
        } else {
            fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}

pub fn opened(home: &Path) -> Phone {
    Phone::open(Setup::new(home, "Test phone", Arc::new(FileSecretStore::new(home.join("keys")))).unwrap()).unwrap()
}

/// The content of each released store: 23 entries about a heron, one of them changed, one draft; a 24th was deleted.
pub fn holds_everything(phone: &Phone) {
    assert_eq!(phone.salvaged(), None);
    let entries = phone.pages().list(&[], None, 100).unwrap();
    assert_eq!(entries.len(), 23);
    assert!(entries.iter().any(|entry| entry.text == "Frozen entry, changed: the heron flew."));
    assert!(entries.iter().all(|entry| entry.waiting));
    assert_eq!(phone.pages().search("heron").unwrap().len(), 23);
    assert_eq!(phone.pages().search("雨").unwrap().len(), 22);
    assert_eq!(phone.entries().drafts().unwrap().len(), 1);
    assert_eq!(phone.sync().status().unwrap().waiting, 24, "the deletion of the 24th waits as well");
}

#[test]
fn a_store_of_every_released_version_opens_with_everything_in_it() {
    let mut stores = 0;
    for store in fs::read_dir(STORES).unwrap() {
        let home = copied(&store.unwrap().path());
        let phone = opened(home.path());
        holds_everything(&phone);
        let id = phone.entries().write(&Writing::text("and the next version writes on")).unwrap();
        drop(phone);
        let phone = opened(home.path());
        assert_eq!(phone.pages().show(id).unwrap().text, "and the next version writes on");
        stores += 1;
    }
    assert!(stores >= 1);
}
