//! A full device: an import that does not fit leaves nothing behind.

use std::process::Command;
use std::time::Duration;

use super::*;

/// A file system of 40 MiB in memory, mounted for one test.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=40m", "none"]).arg(folder.path()).status();
        assert!(
            mounted.is_ok_and(|status| status.success()),
            "NOT TESTED: this test mounts a small file system, and may not do so here: run it as root"
        );
        Self(folder)
    }

    /// Fills the disk except for about this many bytes.
    fn fill(&self, but: u64) {
        let mut ballast = fs::File::create(self.0.path().join("ballast")).unwrap();
        let piece = vec![7; 64 << 10];
        while ballast.write_all(&piece).is_ok() {}
        let length = ballast.metadata().unwrap().len();
        ballast.set_len(length - but).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Unmounted for the test at once, for the phone when it closes its files.
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

/// The error of importing these files on a phone whose device has little space; then everything is as it was before.
fn refused_whole(disk: &SmallDisk, entries: usize) {
    let phone = PhoneInHand::within(disk.0.path());
    phone.entries().write(&Writing::text("before")).unwrap();
    let words = "It rained on the lake, and I did not mind. ".repeat(600);
    let files: Vec<(String, String)> = (0..entries)
        .map(|n| (format!("2024-{:02}-{:02} {n}.md", n % 12 + 1, n % 28 + 1), format!("{n}. {words}")))
        .collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let place = folder(&files);
    let error = phone.transfer().import(place.path(), &ImportForm::default(), &Silent).unwrap_err();
    assert_eq!(error.code(), "store_full");
    assert!(texts(&phone) == ["before"], "{} entries are left", texts(&phone).len());
    assert!(phone.transfer().imports().unwrap().is_empty());
    // There is space again for what the person writes.
    phone.clock.pass(Duration::from_secs(60));
    phone.entries().write(&Writing::text("after")).unwrap();
    let phone = phone.killed();
    assert!(texts(&phone) == ["before", "after"]);
    let left = fs::read_dir(phone.home.path()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    assert!(!left.into_iter().any(|name| name.ends_with(".reserve")));
}

fn texts(phone: &PhoneInHand) -> Vec<String> {
    dated_texts(phone).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn an_import_that_fills_the_device_is_removed_again() {
    refused_whole(&SmallDisk::mount(), 900);
}

#[test]
fn an_import_does_not_begin_on_a_device_that_is_nearly_full() {
    let disk = SmallDisk::mount();
    disk.fill(4 << 20);
    refused_whole(&disk, 2);
}

/// A zip whose entries are encrypted, by the flag in their headers (APPNOTE 4.4.4).
#[test]
fn an_encrypted_entry_is_named() {
    let (_folder, path) = zipped(&[("2024-03-05.md", b"words"), ("2024-03-06.md", b"secret")]);
    let mut bytes = fs::read(&path).unwrap();
    for (magic, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).rposition(|four| four == magic).unwrap();
        bytes[at + flags] |= 1;
    }
    fs::write(&path, bytes).unwrap();
    let phone = PhoneInHand::new();
    let report = import(&phone, &path);
    assert_eq!(codes(&report), named(&[("2024-03-06.md", "locked")]));
    assert_eq!(texts(&phone), ["words"]);
}
