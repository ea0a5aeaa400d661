//! The vocabulary of the journal in memory, for correcting typos in a search.
//!
//! The loading time grows with the journal. So it is loaded in the background from the first keystroke of a search, in
//! batches. It is dropped together with the key.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;

use journal::lookback::Vocabulary;

use super::{Error, Store, search};

// Batch size: a concurrent write or search waits a few milliseconds at most.
const AT_ONCE: i64 = 1_000;

/// The vocabulary, loaded or loading.
#[derive(Default)]
pub(super) struct VocabularyCache {
    held: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    known: Option<Loaded>,
    reading: bool,
    failed: Option<Error>,
    /// How often the words were dropped: a load that began before the last drop is discarded.
    dropped: u64,
}

struct Loaded {
    words: Arc<Vocabulary>,
    /// [`search::state`] when the reading began.
    state: i64,
}

impl VocabularyCache {
    fn held(&self) -> MutexGuard<'_, State> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops the words. A caller may hold the connection; the reverse lock order is not allowed.
    pub(super) fn drop_all(&self) {
        let mut held = self.held();
        *held = State { dropped: held.dropped + 1, ..State::default() };
        self.changed.notify_all();
    }

    #[cfg(test)]
    pub(super) fn are_here(&self) -> bool {
        self.held().known.is_some()
    }

    /// Waits until no reader has them.
    #[cfg(test)]
    pub(super) fn settle(&self) {
        drop(self.changed.wait_while(self.held(), |held| held.reading).unwrap());
    }
}

impl Store {
    /// Starts loading the journal's words, unless they are loaded or being loaded.
    pub(crate) fn gather_words(self: &Arc<Self>) -> Result<(), Error> {
        let state = self.read(search::state)?;
        let mut held = self.words.held();
        if held.reading || held.known.as_ref().is_some_and(|known| known.state == state) {
            return Ok(());
        }
        // Weak: loading words must not keep a closed phone alive.
        let (store, dropped) = (Arc::downgrade(self), held.dropped);
        let read = move || {
            let read = catch_unwind(AssertUnwindSafe(|| read(&store))).unwrap_or(Err(Error::Failed));
            let Some(store) = store.upgrade() else { return };
            let mut held = store.words.held();
            if held.dropped == dropped {
                held.reading = false;
                match read {
                    Ok(words) => held.known = Some(Loaded { words: Arc::new(words), state }),
                    Err(error) => held.failed = Some(error),
                }
                store.words.changed.notify_all();
            }
        };
        thread::Builder::new().name("afterglow-words".into()).spawn(read).map_err(|_| Error::Failed)?;
        held.reading = true;
        Ok(())
    }

    /// The journal's words: the previous ones while newer ones are being loaded; otherwise waits for them.
    pub(crate) fn words(self: &Arc<Self>) -> Result<Arc<Vocabulary>, Error> {
        self.gather_words()?;
        let mut held = self.words.held();
        loop {
            if let Some(known) = &held.known {
                return Ok(Arc::clone(&known.words));
            }
            if !held.reading {
                return Err(held.failed.take().unwrap_or(Error::Locked));
            }
            held = self.words.changed.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn read(store: &Weak<Store>) -> Result<Vocabulary, Error> {
    let mut words = Vocabulary::default();
    let mut last = String::new();
    loop {
        let store = store.upgrade().ok_or(Error::Closed)?;
        let more = store.read(|connection| search::words_after(connection, &last, AT_ONCE))?;
        match more.last() {
            Some((word, _)) => last.clone_from(word),
            None => return Ok(words),
        }
        // An emoji is not a typo of another one.
        let words_alone = more.into_iter().filter(|(word, _)| !search::is_of_signs(word));
        words_alone.for_each(|(word, count)| words.add(word, count));
    }
}
