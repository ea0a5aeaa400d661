//! Side effects after a session: what the client marked, how strong it was, and whether it persists.

use serde::Serialize;

use crate::arc::Entry;

/// A side effect that a client marked since a session, merged from all checks in that time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EffectLine {
    /// Which.
    pub effect: String,
    /// The highest marked severity, 1 to 3; absent if none was chosen.
    pub severity: Option<u8>,
    /// Whether it persists, according to the client's latest check.
    pub still: Option<bool>,
    /// Whether it was present before the session as well, according to the client's latest check.
    pub before: Option<bool>,
    /// The most urgent level that it had: `red`, `amber`.
    pub level: Option<&'static str>,
    /// When it was marked first: milliseconds since the Unix epoch.
    pub at: i64,
    /// Hours from the beginning of the session to that time.
    pub hours: i64,
    /// The client's text, for "something else".
    pub text: String,
    /// The checks.
    pub ids: Vec<String>,
}

/// The side effects marked in these checks (oldest first) after a session that began at `began`: most urgent first.
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
            // "red" is also greater than "amber" in alphabetical order.
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

/// "Something else", which the client describes in a text.
const OTHER: &str = "other";
