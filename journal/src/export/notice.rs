//! The notice that accompanies each disclosure of records under 42 CFR Part 2. Every export has it, and nothing else decides
//! whether it is due. Decision: `docs/decisions/0095-part-2-is-a-switch-of-the-practice-card.md`.

use crate::record::Body;

/// 42 CFR 2.32(a)(1), as revised in 2024.
const STATEMENT: &str = "This record which has been disclosed to you is protected by Federal confidentiality rules \
(42 CFR part 2). These rules prohibit you from using or disclosing this record, or testimony that describes the \
information contained in this record, in any civil, criminal, administrative, or legislative proceedings by any \
Federal, State, or local authority, against the patient, unless authorized by the consent of the patient, except as \
provided at 42 CFR 2.12(c)(5) or as authorized by a court in accordance with 42 CFR 2.64 or 2.65. In addition, the \
Federal rules prohibit you from making any other use or disclosure of this record unless at least one of the following \
applies:
(i) Further use or disclosure is expressly permitted by the written consent of the individual whose information is \
being disclosed in this record or as otherwise permitted by 42 CFR part 2.
(ii) You are a covered entity or business associate and have received the record for treatment, payment, or health \
care operations, or
(iii) You have received the record from a covered entity or business associate as permitted by 45 CFR part 164, \
subparts A and E.
A general authorization for the release of medical or other information is NOT sufficient to meet the required \
elements of written consent to further use or redisclose the record (see 42 CFR 2.31).";

/// 42 CFR 2.32(a)(2), as revised in 2024: the statement that may stand in place of the long one.
const SHORT: &str = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";

/// The notice of records that 42 CFR Part 2 protects. Only [`notice`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice(());

impl Notice {
    /// The statement in full, one paragraph a line: for files with room for it.
    pub fn statement(self) -> &'static str {
        STATEMENT
    }

    /// The short statement, on one line: for rows, and for the foot of a page.
    pub fn short(self) -> &'static str {
        SHORT
    }
}

/// The notice that an export of a practice's records must have, if one of these is its card and says that Part 2 applies.
pub fn notice<'a>(records: impl IntoIterator<Item = &'a Body>) -> Option<Notice> {
    let mut cards = records.into_iter();
    cards.any(|body| matches!(body, Body::PracticeCard(card) if card.part2)).then_some(Notice(()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{PracticeCard, Reflection};

    #[test]
    fn the_practices_card_alone_decides_whether_the_notice_is_due() {
        let card = |part2| Body::from(PracticeCard { part2, ..Default::default() });
        let words = Body::from(Reflection { text: "part2".into(), ..Default::default() });
        assert_eq!(notice([&words, &card(false)]), None);
        let due = notice([&words, &card(true)]).unwrap();
        assert_eq!(due.short(), "42 CFR part 2 prohibits unauthorized use or disclosure of these records.");
        let statement = due.statement();
        assert!(statement.starts_with("This record which has been disclosed to you is protected by Federal"));
        assert!(statement.ends_with("redisclose the record (see 42 CFR 2.31)."));
        assert_eq!(statement.lines().count(), 5);
        assert!(!statement.contains("  ") && statement.is_ascii());
    }
}
