//! Side effects after a session: what the client marked, how strong it was, and whether it is still there.

use serde::Serialize;

use crate::arc::Entry;

/// A side effect that a client marked since a session, in all checks of that time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EffectLine {
    /// Which.
    pub effect: String,
    /// The strongest that was marked, 1 to 3; absent if no severity was chosen.
    pub severity: Option<u8>,
    /// Whether it is still there, as the client said last.
    pub still: Option<bool>,
    /// Whether it was there before the session as well, as the client said last.
    pub before: Option<bool>,
    /// The most urgent that it was: `red`, `amber`.
    pub level: Option<&'static str>,
    /// When it was marked first: milliseconds since the Unix epoch.
    pub at: i64,
    /// Hours from the beginning of the session to then.
    pub hours: i64,
    /// What the client wrote about it, of "something else".
    pub text: String,
    /// The checks.
    pub ids: Vec<String>,
}

/// The side effects marked in these checks (oldest first), after a session that began then: the most urgent first.
pub(super) fn lines<'a>(entries: impl Iterator<Item = &'a Entry>, began: i64) -> Vec<EffectLine> {
    let mut lines: Vec<EffectLine> = Vec::new();
    for entry in entries {
        for one in &entry.effects {
            let at = lines.iter().position(|line| line.effect == one.effect).unwrap_or_else(|| {
                lines.push(EffectLine {
                    effect: one.effect.clone(),
                    severity: None,
                    still: None,
                    before: None,
                    level: None,
                    at: entry.unix_ms,
                    hours: (entry.unix_ms - began).div_euclid(3_600_000),
                    text: String::new(),
                    ids: Vec::new(),
                });
                lines.len() - 1
            });
            let line = &mut lines[at];
            line.severity = line.severity.max(one.severity);
            line.still = one.still.or(line.still);
            line.before = one.before.or(line.before);
            // "red" is more than "amber", and in the order of the alphabet as well.
            line.level = line.level.max(one.level);
            if one.effect == OTHER {
                line.text.clone_from(&entry.text);
            }
            line.ids.push(entry.id.clone());
        }
    }
    let order = |level: Option<&str>| match level {
        Some("red") => 0,
        Some(_) => 1,
        None => 2,
    };
    lines.sort_by_key(|line| (order(line.level), line.at));
    lines
}

/// "Something else", which the client words.
const OTHER: &str = "other";
