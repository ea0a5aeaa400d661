//! Files that cannot be read.

use std::os::unix::fs::FileExt as _;

use super::*;

#[test]
fn a_file_without_its_first_page_is_moved_aside_and_a_new_one_begins() {
    let home = Home::new();
    put(&home.begun(), key(1), "the river").unwrap();
    checkpoint(&home);
    damage(&home.path(), 0);
    let before = fs::read(home.path()).unwrap();

    let opened = home.open().unwrap();
    let salvaged = opened.salvaged.unwrap();
    assert_eq!((salvaged.records, salvaged.drafts, salvaged.signed_in), (0, 0, false));
    assert!(fs::read(&salvaged.moved_to).unwrap() == before, "the damaged file is kept as it was");
    put(&opened.store, key(2), "a new page").unwrap();
    drop(opened.store);
    let again = home.open().unwrap();
    assert_eq!(again.salvaged, None, "it is told once");
    assert_eq!(texts(&again.store), ["a new page"]);
}

#[test]
fn what_can_be_read_of_a_damaged_file_is_brought_back() {
    let home = Home::new();
    let store = home.begun();
    for n in 0..200 {
        put(&store, key(n), &format!("entry {n} {}", "and a long evening ".repeat(20))).unwrap();
    }
    write_in(&store, |connection| {
        let draft = drafts::Draft { id: key(201).id, content: says("half a sentence"), base: None, saved_at: 5 };
        drafts::put(connection, &draft)
    });
    drop(store);
    checkpoint(&home);
    // Somewhere in the middle: a few pages of the hundred.
    let middle = fs::metadata(home.path()).unwrap().len() / 2;
    for page in 0..3 {
        damage(&home.path(), middle + page * 4096);
    }

    // The damage is detected while reading; the next opening checks the file and salvages it.
    let store = home.open().unwrap().store;
    let met = store.read(|connection| pages::visible(connection, &[], None, 1_000));
    assert_eq!(met.unwrap_err(), Error::Damaged);
    drop(store);
    let opened = home.open().unwrap();
    let salvaged = opened.salvaged.unwrap();
    assert!(salvaged.moved_to.exists());
    assert!(salvaged.records > 100, "only {} of 200 were brought back", salvaged.records);
    let back = texts(&opened.store);
    assert_eq!(back.len(), salvaged.records as usize);
    assert_eq!(found(&opened.store, "evening"), 100.min(back.len()));
    let waiting = opened.store.read(|connection| StoreLedger::new(connection).counts()).unwrap().waiting;
    assert_eq!(waiting, back.len(), "they still wait to be sent");
}

fn checkpoint(home: &Home) {
    let store = home.open().unwrap().store;
    store.connection.lock().unwrap().as_mut().unwrap().batch_execute("PRAGMA wal_checkpoint(TRUNCATE);").unwrap();
}

fn damage(path: &Path, at: u64) {
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.write_all_at(&[0x5a; 64], at + 100).unwrap();
}
