//! Change notifications: which view changed, so that a screen reloads only that.
//!
//! Observers run on a thread of their own, after the write has returned, so an observer may call back into the core.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

/// A view that can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, uniffi::Enum)]
pub enum View {
    /// The account has changed.
    Account,
    /// The care relationships or their readers have changed.
    Care,
    /// The Today screen: the position in the journey, and the one thing to do now.
    Today,
    /// Entries, the journey, search, look back.
    Timeline,
    /// Steps or suggestions have changed.
    Steps,
    /// Measures and what is assigned.
    Measures,
    /// Sharing and consents.
    Sharing,
    /// Replies, assignments, appointments, read marks.
    Therapist,
    /// The next reminders: schedule them again.
    Reminders,
    /// The crisis plan and the numbers to call.
    Help,
    /// The preferences, including the language.
    Settings,
    /// Drafts have changed.
    Drafts,
    /// The sync status has changed.
    Status,
    /// Whether the journal is locked.
    Lock,
}

impl View {
    /// The views that show records of a kind.
    pub(crate) fn of_kind(kind: &str) -> &'static [Self] {
        match kind {
            "step" | "suggestion" => &[Self::Today, Self::Timeline, Self::Steps, Self::Reminders],
            "measure_response" | "instrument" => &[Self::Today, Self::Timeline, Self::Measures, Self::Reminders],
            "assignment" => &[Self::Today, Self::Measures, Self::Therapist, Self::Reminders],
            "safety_event" => &[Self::Measures],
            "dosing_session" | "check_in" | "side_effect_check" | "series" | "intention" | "goal" | "concern" => {
                &[Self::Today, Self::Timeline, Self::Reminders]
            }
            "appointment" => &[Self::Today, Self::Timeline, Self::Therapist, Self::Reminders],
            "reply" | "review_mark" => &[Self::Today, Self::Timeline, Self::Therapist],
            "sharing_rule" | "consent" => &[Self::Sharing],
            "crisis_plan" => &[Self::Help, Self::Timeline],
            "practice_card" => &[Self::Today, Self::Help, Self::Therapist, Self::Sharing, Self::Reminders],
            "preferences" => &[Self::Settings, Self::Reminders],
            "version" => &[],
            _ => &[Self::Today, Self::Timeline],
        }
    }

    /// All views of the journal.
    pub(crate) const JOURNAL: [Self; 9] = [
        Self::Today,
        Self::Timeline,
        Self::Steps,
        Self::Measures,
        Self::Sharing,
        Self::Therapist,
        Self::Reminders,
        Self::Help,
        Self::Settings,
    ];
}

/// Receives notifications about changed views.
#[uniffi::export(with_foreign)]
pub trait Observer: Send + Sync {
    /// A view changed: load it again. Several changes of one view may be merged into one call.
    fn changed(&self, view: View);
}

type Observers = Arc<Mutex<Observed>>;

/// The observers, each with its own number.
#[derive(Default)]
struct Observed {
    last: u64,
    all: Vec<(u64, Arc<dyn Observer>)>,
}

/// Dispatches notifications to the observers, on a thread that ends with it.
pub(crate) struct Notices {
    sender: Sender<View>,
    observers: Observers,
}

impl Notices {
    pub fn new() -> Self {
        let (sender, receiver) = channel();
        let observers = Observers::default();
        let notified = observers.clone();
        // If the thread cannot start, the app works without notifications.
        let _ =
            std::thread::Builder::new().name("afterglow-notices".into()).spawn(move || pass_on(&receiver, &notified));
        Self { sender, observers }
    }

    /// Returns the number under which `remove` finds it.
    pub fn add(&self, observer: Arc<dyn Observer>) -> u64 {
        let mut observed = self.observers.lock().unwrap_or_else(PoisonError::into_inner);
        observed.last += 1;
        let number = observed.last;
        observed.all.push((number, observer));
        number
    }

    pub fn remove(&self, number: u64) {
        let mut observed = self.observers.lock().unwrap_or_else(PoisonError::into_inner);
        let found = observed.all.iter().position(|(one, _)| *one == number);
        let gone = found.map(|at| observed.all.remove(at));
        drop(observed);
        // Dropping a foreign observer may call back: not under the lock.
        drop(gone);
    }

    pub fn send(&self, view: View) {
        let _ = self.sender.send(view);
    }
}

fn pass_on(receiver: &Receiver<View>, observers: &Observers) {
    while let Ok(first) = receiver.recv() {
        let views: BTreeSet<View> = std::iter::once(first).chain(receiver.try_iter()).collect();
        // Not held during the calls: an observer may add another one.
        let called = observers.lock().unwrap_or_else(PoisonError::into_inner).all.clone();
        for (_, observer) in &called {
            for view in &views {
                // A foreign observer that throws arrives here as a panic: the others are still called.
                let _ = catch_unwind(AssertUnwindSafe(|| observer.changed(*view)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fails;

    impl Observer for Fails {
        fn changed(&self, _: View) {
            panic!("as an exception of another language would");
        }
    }

    struct Tells(Mutex<Sender<View>>);

    impl Observer for Tells {
        fn changed(&self, view: View) {
            self.0.lock().unwrap().send(view).unwrap();
        }
    }

    #[test]
    fn an_observer_that_fails_keeps_nothing_from_the_others() {
        let (sender, received) = channel();
        let notices = Notices::new();
        notices.add(Arc::new(Fails));
        notices.add(Arc::new(Tells(Mutex::new(sender))));
        for view in [View::Timeline, View::Status] {
            notices.send(view);
            assert_eq!(received.recv().unwrap(), view);
        }
    }

    #[test]
    fn who_is_removed_is_told_no_more_and_is_let_go() {
        let (sender, received) = channel();
        let notices = Notices::new();
        let gone = Arc::new(Tells(Mutex::new(sender.clone())));
        let number = notices.add(gone.clone());
        notices.send(View::Timeline);
        assert_eq!(received.recv().unwrap(), View::Timeline);
        notices.remove(number);
        let (other, others) = channel();
        notices.add(Arc::new(Tells(Mutex::new(other))));
        // After the remaining observer was notified, nobody else is.
        notices.send(View::Status);
        assert_eq!(others.recv().unwrap(), View::Status);
        assert!(received.try_recv().is_err());
        assert_eq!(Arc::strong_count(&gone), 1);
    }
}
