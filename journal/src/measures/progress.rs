//! Answering a measure: one item at a time, with going back, skipping and resuming.

use super::Error;
use super::definition::Definition;
use super::safety::{Alert, alert};
use super::score::{Score, score};

/// A measure that is being answered. It is stored after every answer, so a phone that stops loses none.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    answers: Vec<Option<f64>>,
    at: usize,
}

impl Progress {
    /// Starts a measure at its first item.
    pub fn new(definition: &Definition) -> Self {
        Self { answers: vec![None; definition.items.len()], at: 0 }
    }

    /// Resumes a measure with stored answers, at the first unanswered item.
    pub fn resume(definition: &Definition, answers: &[Option<f64>]) -> Result<Self, Error> {
        score(definition, answers, None)?;
        let at = answers.iter().position(Option::is_none).unwrap_or(answers.len());
        Ok(Self { answers: answers.to_vec(), at })
    }

    /// The index of the current item; `None` after the last one.
    pub fn item(&self) -> Option<usize> {
        (self.at < self.answers.len()).then_some(self.at)
    }

    /// The answers, in the order of the items.
    pub fn answers(&self) -> &[Option<f64>] {
        &self.answers
    }

    /// The number of answered items.
    pub fn answered(&self) -> usize {
        self.answers.iter().flatten().count()
    }

    /// Whether every item is answered.
    pub fn is_complete(&self) -> bool {
        self.answered() == self.answers.len()
    }

    /// Answers the current item and moves to the next. The caller must show a returned alert immediately, before
    /// anything else, even if nothing else is ever answered.
    pub fn answer(&mut self, definition: &Definition, value: f64) -> Result<Option<Alert>, Error> {
        if self.answers.len() != definition.items.len() || self.at >= self.answers.len() {
            return Err(Error::WrongItemCount);
        }
        if !definition.options.allow(value) {
            return Err(Error::AnswerOutOfRange);
        }
        let before = self.answers.clone();
        self.answers[self.at] = Some(value);
        let raised = alert(definition, &before, &self.answers, self.at);
        self.at += 1;
        Ok(raised)
    }

    /// Skips the current item and moves to the next.
    pub fn leave_out(&mut self) {
        if let Some(answer) = self.answers.get_mut(self.at) {
            *answer = None;
            self.at += 1;
        }
    }

    /// Returns to the previous item. Its answer stays until it is replaced.
    pub fn back(&mut self) {
        self.at = self.at.saturating_sub(1);
    }

    /// The score of the answers so far.
    pub fn score(&self, definition: &Definition, cut: Option<f64>) -> Result<Score, Error> {
        score(definition, &self.answers, cut)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::built_in;
    use super::*;

    #[test]
    fn items_are_answered_one_at_a_time_with_going_back() {
        let phq = built_in("phq-9").unwrap();
        let mut progress = Progress::new(&phq);
        assert_eq!(progress.item(), Some(0));
        progress.answer(&phq, 2.0).unwrap();
        progress.leave_out();
        progress.answer(&phq, 1.0).unwrap();
        assert_eq!((progress.item(), progress.answered()), (Some(3), 2));
        progress.back();
        progress.back();
        assert_eq!(progress.item(), Some(1));
        progress.answer(&phq, 3.0).unwrap();
        assert_eq!(progress.answers()[..4], [Some(2.0), Some(3.0), Some(1.0), None]);
        assert_eq!(progress.answer(&phq, 1.5), Err(Error::AnswerOutOfRange));
        assert_eq!(progress.item(), Some(2), "an invalid answer changes nothing");
        let again = Progress::resume(&phq, progress.answers()).unwrap();
        assert_eq!(again.item(), Some(3));
        assert_eq!(Progress::resume(&phq, &[None]), Err(Error::WrongItemCount));
    }

    #[test]
    fn the_end_is_reached_with_skipped_items() {
        let pulse = built_in("integration-pulse").unwrap();
        let mut progress = Progress::new(&pulse);
        (0..4).for_each(|_| progress.leave_out());
        progress.answer(&pulse, 4.0).unwrap();
        assert_eq!((progress.item(), progress.is_complete()), (None, false));
        assert_eq!(progress.answer(&pulse, 4.0), Err(Error::WrongItemCount));
        progress.leave_out();
        let score = progress.score(&pulse, None).unwrap();
        assert_eq!((score.total, score.missing.len()), (None, 4));
    }

    #[test]
    fn the_safety_item_raises_its_alert_with_its_answer() {
        let phq = built_in("phq-9").unwrap();
        let mut progress = Progress::new(&phq);
        (0..8).for_each(|_| progress.leave_out());
        let raised = progress.answer(&phq, 1.0).unwrap().unwrap();
        assert_eq!((raised.flag.as_str(), raised.item.as_str()), ("self_harm_item", "q9"));
        progress.back();
        assert_eq!(progress.answer(&phq, 1.0), Ok(None), "repeating an answer raises no alert");
        progress.back();
        assert!(progress.answer(&phq, 2.0).unwrap().is_some(), "a higher answer does");
        progress.back();
        assert_eq!(progress.answer(&phq, 0.0), Ok(None));
        progress.back();
        assert!(progress.answer(&phq, 1.0).unwrap().is_some());
    }

    proptest! {
        #[test]
        fn any_sequence_of_taps_raises_the_alert_when_the_item_is_answered(taps in prop::collection::vec(0_u8..6, 0..60)) {
            let phq = built_in("phq-9").unwrap();
            let mut progress = Progress::new(&phq);
            for tap in taps {
                let at = progress.item();
                let before = at.and_then(|at| progress.answers()[at]);
                match tap {
                    4 => progress.leave_out(),
                    5 => progress.back(),
                    value => {
                        let raised = progress.answer(&phq, f64::from(value)).ok().flatten().is_some();
                        let rises = at == Some(8) && f64::from(value) > before.unwrap_or(0.0);
                        prop_assert_eq!(raised, rises);
                    }
                }
                prop_assert!(progress.item().is_none_or(|at| at < 9));
                prop_assert!(Progress::resume(&phq, progress.answers()).is_ok());
            }
        }
    }
}
