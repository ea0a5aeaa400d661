//! When a flag stands, as the definitions word it:
//!
//! ```text
//! q9 >= 1
//! any item <= 1
//! every subscale mean >= 3.0
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
    /// In each of these subscales at least so many items are rated at least `rated`.
    Rated {
        /// The rating that counts.
        rated: f64,
        /// Subscale and number of items.
        needs: Vec<(String, usize)>,
    },
}

impl TryFrom<String> for Condition {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        // What stands in brackets is for readers.
        let plain = text.split('(').next().unwrap_or_default().trim();
        read(plain).ok_or_else(|| format!("“{text}” is not a condition"))
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
    /// Whether it stands. `answers` are raw, in the order of the items; only [`Condition::ItemAtLeast`] can be told
    /// from incomplete ones.
    pub(super) fn stands(&self, definition: &Definition, answers: &[Option<f64>]) -> bool {
        let complete = answers.iter().all(Option::is_some);
        match self {
            Self::ItemAtLeast(id, value) => {
                let at = definition.items.iter().position(|item| item.id == *id);
                at.and_then(|at| answers[at]).is_some_and(|answer| answer >= *value)
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
        for nonsense in ["", "the client seems sad", "q9 > 1", "items rated >=x: B>=1", "some item >= 2"] {
            assert!(read(nonsense).is_err(), "{nonsense}");
        }
    }
}
