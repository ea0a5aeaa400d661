//! The condition of a flag, in the syntax of definitions:
//!
//! ```text
//! q9 >= 1
//! any item <= 1
//! every subscale mean >= 3.0
//! count(items 1..7 >= 2) >= 4                           (items are counted from 1, or named: `items q1..q7`)
//! items rated >=2: B>=1 and C>=1 and D>=2 and E>=2      (a subscale is named by the first letters of its id)
//! ```

use serde::Deserialize;

use super::definition::{Definition, Method};

/// The condition under which a flag is raised.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub enum Condition {
    /// One item's answer is at least this value. It can be evaluated as soon as the item is answered.
    ItemAtLeast(String, f64),
    /// At least one answer is at most this value.
    AnyItemAtMost(f64),
    /// The unrounded mean of every subscale is at least this value.
    EverySubscaleMean(f64),
    /// In a range of items (from 1, inclusive), at least `least` answers are `rated` or higher. It can be evaluated as
    /// soon as enough of them are answered.
    Count {
        /// The first item of the range.
        from: ItemRef,
        /// The last item of the range.
        to: ItemRef,
        /// The minimum answer that counts.
        rated: f64,
        /// The minimum number of such answers.
        least: usize,
    },
    /// In each listed subscale, a minimum number of answers are `rated` or higher.
    Rated {
        /// The minimum answer that counts.
        rated: f64,
        /// Subscale name and minimum number of answers.
        needs: Vec<(String, usize)>,
    },
}

/// A reference to an item in a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemRef {
    /// By position, from 1.
    Place(usize),
    /// By the item's id.
    Id(String),
}

impl ItemRef {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.parse() {
            Ok(place) => Some(Self::Place(place)),
            Err(_) if text.is_empty() || text.contains(' ') => None,
            Err(_) => Some(Self::Id(text.to_owned())),
        }
    }

    /// The item's index in the definition.
    fn index(&self, definition: &Definition) -> Option<usize> {
        self.place(definition.items.len(), &|id| definition.items.iter().position(|item| item.id == id))
    }

    fn place(&self, items: usize, of: &dyn Fn(&str) -> Option<usize>) -> Option<usize> {
        match self {
            Self::Place(place) => place.checked_sub(1).filter(|at| *at < items),
            Self::Id(id) => of(id),
        }
    }
}

impl TryFrom<String> for Condition {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        // Text in parentheses after a condition is a comment for readers.
        let plain = match text.strip_prefix("count(") {
            Some(_) => text.as_str(),
            None => text.split('(').next().unwrap_or_default(),
        };
        parse(plain.trim()).ok_or_else(|| format!("“{text}” is not a valid condition"))
    }
}

fn parse(text: &str) -> Option<Condition> {
    if let Some(rest) = text.strip_prefix("items rated >=") {
        let (rated, needs) = rest.split_once(':')?;
        let needs = needs.split(" and ").map(|need| {
            let (name, count) = need.split_once(">=")?;
            Some((name.trim().to_owned(), count.trim().parse().ok()?))
        });
        return Some(Condition::Rated { rated: rated.trim().parse().ok()?, needs: needs.collect::<Option<_>>()? });
    }
    if let Some(rest) = text.strip_prefix("count(items") {
        let (inside, least) = rest.split_once(')')?;
        let (span, rated) = inside.split_once(">=")?;
        let (from, to) = span.split_once("..")?;
        let least = least.split('(').next()?.trim().strip_prefix(">=")?.trim().parse().ok()?;
        let (from, to) = (ItemRef::parse(from)?, ItemRef::parse(to)?);
        return Some(Condition::Count { from, to, rated: rated.trim().parse().ok()?, least });
    }
    if let Some(rest) = text.strip_prefix("any item <=") {
        return Some(Condition::AnyItemAtMost(rest.trim().parse().ok()?));
    }
    if let Some(rest) = text.strip_prefix("every subscale mean >=") {
        return Some(Condition::EverySubscaleMean(rest.trim().parse().ok()?));
    }
    let (item, value) = text.split_once(">=")?;
    let item = item.trim();
    (!item.is_empty() && !item.contains(' ')).then_some(())?;
    Some(Condition::ItemAtLeast(item.to_owned(), value.trim().parse().ok()?))
}

impl Condition {
    /// Whether the condition is met. `answers` are raw, in the order of the items. [`Condition::ItemAtLeast`] and
    /// [`Condition::Count`] can be met by incomplete answers.
    pub(super) fn is_met(&self, definition: &Definition, answers: &[Option<f64>]) -> bool {
        let complete = answers.iter().all(Option::is_some);
        let of = |id: &str| definition.items.iter().position(|item| item.id == id);
        match self {
            Self::ItemAtLeast(..) | Self::Count { .. } => self.holds_by_position(&of, answers),
            _ if !complete => false,
            Self::AnyItemAtMost(value) => answers.iter().flatten().any(|answer| answer <= value),
            Self::EverySubscaleMean(value) => definition.subscales.iter().all(|subscale| {
                super::score::combine(Method::Mean, &super::score::answers_of(subscale, answers)) >= *value
            }),
            Self::Rated { rated, needs } => needs.iter().all(|(name, count)| {
                let subscale = definition.subscales.iter().find(|subscale| subscale.id.starts_with(name.as_str()));
                subscale.is_some_and(|subscale| {
                    super::score::answers_of(subscale, answers).iter().filter(|answer| *answer >= rated).count()
                        >= *count
                })
            }),
        }
    }

    /// Whether the answer to item `at` is among those that can meet the condition.
    pub(super) fn counts(&self, definition: &Definition, answers: &[Option<f64>], at: usize) -> bool {
        let Some(answer) = answers.get(at).copied().flatten() else { return false };
        match self {
            Self::ItemAtLeast(id, least) => {
                definition.items.get(at).is_some_and(|item| item.id == *id) && answer >= *least
            }
            Self::Count { from, to, rated, .. } => {
                let ends = from.index(definition).zip(to.index(definition));
                answer >= *rated && ends.is_some_and(|(from, to)| (from..=to).contains(&at))
            }
            _ => false,
        }
    }

    /// Evaluates the condition by the positions of the items alone, for conditions that incomplete answers can meet, as
    /// every safety flag's can. Any other condition is false here.
    pub(crate) fn holds_by_position(&self, of: &dyn Fn(&str) -> Option<usize>, answers: &[Option<f64>]) -> bool {
        match self {
            Self::ItemAtLeast(id, value) => {
                of(id).and_then(|at| *answers.get(at)?).is_some_and(|answer| answer >= *value)
            }
            Self::Count { from, to, rated, least } => {
                let ends = from.place(answers.len(), of).zip(to.place(answers.len(), of));
                let span = ends.and_then(|(from, to)| answers.get(from..=to)).unwrap_or_default();
                span.iter().flatten().filter(|answer| *answer >= rated).count() >= *least
            }
            _ => false,
        }
    }

    /// Checks that all items and subscales of the condition exist in the definition.
    pub(super) fn check_against(&self, definition: &Definition) -> Result<(), String> {
        match self {
            Self::ItemAtLeast(id, _) if !definition.items.iter().any(|item| item.id == *id) => {
                Err(format!("there is no item {id}"))
            }
            Self::Count { from, to, least, .. } => match from.index(definition).zip(to.index(definition)) {
                Some((from, to)) if from <= to && (1..=to - from + 1).contains(least) => Ok(()),
                Some(_) => Err("it requires more items than the range has".into()),
                None => Err("the range has an unknown item".into()),
            },
            Self::EverySubscaleMean(_) if definition.subscales.is_empty() => Err("there are no subscales".into()),
            Self::Rated { needs, .. } => {
                let missing = needs.iter().find(|(name, _)| {
                    definition.subscales.iter().filter(|subscale| subscale.id.starts_with(name.as_str())).count() != 1
                });
                missing.map_or(Ok(()), |(name, _)| Err(format!("{name} does not match exactly one subscale")))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_parsed_in_the_syntax_of_definitions() {
        let read = |text: &str| Condition::try_from(text.to_owned());
        assert_eq!(read("q9 >= 1").unwrap(), Condition::ItemAtLeast("q9".into(), 1.0));
        assert_eq!(read("any item <= 1").unwrap(), Condition::AnyItemAtMost(1.0));
        let mean = read("every subscale mean >= 3.0 (60% of maximum)").unwrap();
        assert_eq!(mean, Condition::EverySubscaleMean(3.0));
        assert!(
            matches!(read("items rated >=2: B>=1 and D>=2").unwrap(), Condition::Rated { needs, .. } if needs.len() == 2)
        );
        let count = read("count(items 1..q7 >= 2) >= 4 (half)").unwrap();
        let (from, to) = (ItemRef::Place(1), ItemRef::Id("q7".into()));
        assert_eq!(count, Condition::Count { from, to, rated: 2.0, least: 4 });
        for nonsense in [
            "count(items 1 >= 2) >= 4",
            "count(items a..b)",
            "",
            "the client seems sad",
            "q9 > 1",
            "items rated >=x: B>=1",
            "some item >= 2",
        ] {
            assert!(read(nonsense).is_err(), "{nonsense}");
        }
    }
}
