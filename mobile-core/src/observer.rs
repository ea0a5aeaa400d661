//! Says which view changed, so that a screen reloads one thing.
//!
//! A write never tells observers between commit and return: they are told by another thread, after the write's own
//! call is free to return. An observer may therefore call back into the core.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

/// What a screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, uniffi::Enum)]
pub enum View {
    /// Who is signed in.
    Account,
    /// The care relationships.
    Care,
    /// Where one is today, and the one thing that fits now.
    Today,
    /// Entries, the journey, search, look back.
    Timeline,
    /// Steps and suggestions.
    Steps,
    /// Measures and what is assigned.
    Measures,
    /// What is shared with whom, and what was agreed to.
    Sharing,
    /// Replies, assignments, appointments, read marks.
    Therapist,
    /// The next reminders: schedule them anew.
    Reminders,
    /// The crisis plan and the numbers to call.
    Help,
    /// What the person set, the language among it.
    Settings,
    /// Drafts.
    Drafts,
    /// Where sync stands.
    Status,
    /// Whether the journal is locked.
    Lock,
}

impl View {
    /// What shows records of a kind.
    pub(crate) fn of_kind(kind: &str) -> &'static [Self] {
        match kind {
            "step" | "suggestion" => &[Self::Today, Self::Timeline, Self::Steps, Self::Reminders],
            "measure_response" | "instrument" => &[Self::Today, Self::Timeline, Self::Measures, Self::Reminders],
            "assignment" => &[Self::Today, Self::Measures, Self::Therapist, Self::Reminders],
            "safety_event" => &[Self::Measures],
            "dosing_session" | "check_in" | "series" | "intention" | "goal" | "concern" => {
                &[Self::Today, Self::Timeline, Self::Reminders]
            }
            "appointment" => &[Self::Today, Self::Timeline, Self::Therapist, Self::Reminders],
            "reply" | "review_mark" => &[Self::Today, Self::Timeline, Self::Therapist],
            "sharing_rule" | "consent" => &[Self::Sharing],
            "crisis_plan" => &[Self::Help, Self::Timeline],
            "practice_card" => &[Self::Help, Self::Therapist, Self::Sharing],
            "preferences" => &[Self::Settings, Self::Reminders],
            "version" => &[],
            _ => &[Self::Today, Self::Timeline],
        }
    }

    /// Everything that shows the journal.
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

/// Anything that wants to know which view changed.
#[uniffi::export(with_foreign)]
pub trait Observer: Send + Sync {
    /// A view changed: load it again. Several changes of one view may be told as one.
    fn changed(&self, view: View);
}

type Observers = Arc<Mutex<Vec<Arc<dyn Observer>>>>;

/// Passes changes on to the observers, on a thread of its own that ends with this.
pub(crate) struct Notices {
    sender: Sender<View>,
    observers: Observers,
}

impl Notices {
    pub fn new() -> Self {
        let (sender, receiver) = channel();
        let observers = Observers::default();
        let told = observers.clone();
        // If the system gives no thread, the app works without being told.
        let _ = std::thread::Builder::new().name("afterglow-notices".into()).spawn(move || pass_on(&receiver, &told));
        Self { sender, observers }
    }

    pub fn add(&self, observer: Arc<dyn Observer>) {
        self.observers.lock().unwrap_or_else(PoisonError::into_inner).push(observer);
    }

    pub fn send(&self, view: View) {
        let _ = self.sender.send(view);
    }
}

fn pass_on(receiver: &Receiver<View>, observers: &Observers) {
    while let Ok(first) = receiver.recv() {
        let views: BTreeSet<View> = std::iter::once(first).chain(receiver.try_iter()).collect();
        // Not held while they are told: one may add another.
        let told = observers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for observer in &told {
            for view in &views {
                // A foreign observer that throws arrives here as a panic: the next one is told all the same.
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
        let (sender, told) = channel();
        let notices = Notices::new();
        notices.add(Arc::new(Fails));
        notices.add(Arc::new(Tells(Mutex::new(sender))));
        for view in [View::Timeline, View::Status] {
            notices.send(view);
            assert_eq!(told.recv().unwrap(), view);
        }
    }
}
