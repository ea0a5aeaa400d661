//! What a client may tap in a check-in of the first two weeks after a session, and what is not to wait. The list is this
//! project's own, after what side-effect checks ask; it is not validated, and nothing here is ever called normal.

/// The days after a session on which the signs are asked about.
pub const DAYS: i64 = 14;
const HOUR: i64 = 3_600_000;

/// What a sign asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// The practice has to know before the next session.
    BeforeNext,
    /// A doctor should look at it today.
    Now,
}

/// A sign, and from how many hours after the session began it is not to wait: from 0 at once, never with [`NEVER`].
const SIGNS: [(&str, i64); 13] = [
    ("chest", 0),
    ("fainted", 0),
    ("headache", 0),
    ("drowsy", 0),
    ("perceive", 24),
    ("wired", 0),
    ("urine_none", 0),
    ("urine_pain", 0),
    ("urine_often", NEVER),
    (UNREAL, 72),
    ("low", NEVER),
    ("memories", NEVER),
    ("craving", NEVER),
];
/// It can wait until the next session, and no longer.
const NEVER: i64 = i64::MAX;
/// Feeling unreal or far away: not asked about on the day itself.
const UNREAL: &str = "unreal";

/// The signs to ask about so long (milliseconds) after a session began, in the order in which they are shown.
pub fn asked(since: i64) -> impl Iterator<Item = &'static str> {
    let fits = move |sign: &&str| **sign != *UNREAL || since >= 24 * HOUR;
    SIGNS.iter().map(|(sign, _)| *sign).filter(fits).filter(move |_| (0..DAYS * 24 * HOUR).contains(&since))
}

/// What these signs ask for, so long after the session began; absent for none, and for those that are not known here.
pub fn urgency<'a>(signs: impl Iterator<Item = &'a str>, since: Option<i64>) -> Option<Urgency> {
    let of = |sign: &str| {
        let (_, from) = SIGNS.iter().find(|(known, _)| *known == sign)?;
        // Without a session nothing explains it.
        let now = *from != NEVER && since.is_none_or(|since| since >= from * HOUR);
        Some(if now { Urgency::Now } else { Urgency::BeforeNext })
    };
    signs.filter_map(of).max()
}

/// Whether one of these signs, tapped at a time, is not to wait. `sessions`: when they began, in any order.
pub fn not_to_wait<'a>(signs: impl Iterator<Item = &'a str>, at: i64, sessions: impl Iterator<Item = i64>) -> bool {
    let began = sessions.filter(|began| *began <= at).max();
    urgency(signs, began.map(|began| at - began)) == Some(Urgency::Now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeling_unreal_is_asked_about_from_the_next_day_and_does_not_wait_after_three() {
        assert!(!asked(4 * HOUR).any(|sign| sign == UNREAL) && asked(24 * HOUR).any(|sign| sign == UNREAL));
        let unreal = |hours: i64| urgency([UNREAL].into_iter(), Some(hours * HOUR));
        assert_eq!((unreal(30), unreal(72)), (Some(Urgency::BeforeNext), Some(Urgency::Now)));
        let perceive = |hours: i64| urgency(["perceive"].into_iter(), Some(hours * HOUR));
        assert_eq!((perceive(2), perceive(24)), (Some(Urgency::BeforeNext), Some(Urgency::Now)));
    }

    #[test]
    fn the_most_urgent_sign_counts_and_what_is_not_known_counts_for_nothing() {
        let of = |signs: &[&'static str]| urgency(signs.iter().copied(), None);
        assert_eq!(of(&["low", "chest", "craving"]), Some(Urgency::Now));
        assert_eq!(of(&["craving"]), Some(Urgency::BeforeNext));
        assert_eq!((of(&[]), of(&["calm"])), (None, None));
    }

    #[test]
    fn nothing_is_asked_before_a_session_or_long_after_it() {
        assert_eq!((asked(-1).count(), asked(DAYS * 24 * HOUR).count(), asked(HOUR).count()), (0, 0, SIGNS.len() - 1));
    }
}
