//! When a flag stands, as the definitions word it:
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

/// When a flag stands.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub enum Condition {
    /// One item's answer is at least so much. Can be told as soon as the item is answered.
    ItemAtLeast(String, f64),
    /// Some answer is at most so much.
    AnyItemAtMost(f64),
    /// Every subscale's mean, unrounded, is at least so much.
    EverySubscaleMean(f64),
    /// Of the items from one to another (counted from 1, both included), at least so many are rated at least `rated`.
    /// Can be told as soon as enough of them are answered.
    Count {
        /// The first item.
        from: ItemRef,
        /// The last item.
        to: ItemRef,
        /// The rating that counts.
        rated: f64,
        /// How many of them.
        least: usize,
    },
    /// In each of these subscales at least so many items are rated at least `rated`.
    Rated {
        /// The rating that counts.
        rated: f64,
        /// Subscale and number of items.
        needs: Vec<(String, usize)>,
    },
}

/// An item, as a condition names it.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemRef {
    /// By its place, from 1.
    Place(usize),
    /// By its id.
    Id(String),
}

impl ItemRef {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.parse() {
            Ok(place) => Some(Self::Place(place)),
            Err(_) if text.is_empty() || text.contains(' ') => None,
            Err(_) => Some(Self::Id(text.to_owned())),
        }
    }

    /// Its index among the items.
    fn index(&self, definition: &Definition) -> Option<usize> {
        match self {
            Self::Place(place) => place.checked_sub(1).filter(|at| *at < definition.items.len()),
            Self::Id(id) => definition.items.iter().position(|item| item.id == *id),
        }
    }
}

impl TryFrom<String> for Condition {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        // What stands in brackets behind a condition is for readers.
        let plain = match text.strip_prefix("count(") {
            Some(_) => text.as_str(),
            None => text.split('(').next().unwrap_or_default(),
        };
        read(plain.trim()).ok_or_else(|| format!("“{text}” is not a condition"))
    }
}

fn read(text: &str) -> Option<Condition> {
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
        let (from, to) = (ItemRef::read(from)?, ItemRef::read(to)?);
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
    /// Whether it stands. `answers` are raw, in the order of the items; [`Condition::ItemAtLeast`] and
    /// [`Condition::Count`] can be told from incomplete ones.
    pub(super) fn stands(&self, definition: &Definition, answers: &[Option<f64>]) -> bool {
        let complete = answers.iter().all(Option::is_some);
        match self {
            Self::ItemAtLeast(id, value) => {
                let at = definition.items.iter().position(|item| item.id == *id);
                at.and_then(|at| answers[at]).is_some_and(|answer| answer >= *value)
            }
            Self::Count { from, to, rated, least } => {
                let ends = from.index(definition).zip(to.index(definition));
                let span = ends.and_then(|(from, to)| answers.get(from..=to)).unwrap_or_default();
                span.iter().flatten().filter(|answer| *answer >= rated).count() >= *least
            }
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

    /// Whether it speaks of what the definition has.
    pub(super) fn fits(&self, definition: &Definition) -> Result<(), String> {
        match self {
            Self::ItemAtLeast(id, _) if !definition.items.iter().any(|item| item.id == *id) => {
                Err(format!("there is no item {id}"))
            }
            Self::Count { from, to, least, .. } => match from.index(definition).zip(to.index(definition)) {
                Some((from, to)) if from <= to && (1..=to - from + 1).contains(least) => Ok(()),
                Some(_) => Err("it counts more items than there are".into()),
                None => Err("it counts items that are not there".into()),
            },
            Self::EverySubscaleMean(_) if definition.subscales.is_empty() => Err("there are no subscales".into()),
            Self::Rated { needs, .. } => {
                let missing = needs.iter().find(|(name, _)| {
                    definition.subscales.iter().filter(|subscale| subscale.id.starts_with(name.as_str())).count() != 1
                });
                missing.map_or(Ok(()), |(name, _)| Err(format!("{name} is not exactly one subscale")))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_as_the_definitions_word_them() {
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
