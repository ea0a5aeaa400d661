//! The forms of dates and times as regular expressions.

use std::sync::LazyLock;

use regex_lite::Regex;

fn regex(pattern: &str) -> Regex {
    // The patterns are constants, and every test below uses them.
    Regex::new(pattern).unwrap_or_else(|_| unreachable!("a constant pattern"))
}

pub(super) static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|[^\d])((?:1[89]|2[01])\d\d)\s?([-._/ 年년\x{2010}-\x{2013}])\s?(\d{1,2})\s?([-._/ 月월\x{2010}-\x{2013}])\s?(\d{1,2})(?:[^\d]|$)",
    )
});
/// `2024-Mar-05`.
pub(super) static YEAR_MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:^|[^\d])((?:1[89]|2[01])\d\d)[\s_./-]+([^\s\d,._/\[\](){}*:#<>-]{3,})\.?[\s_./-]+(\d{1,2})(?:[^\d]|$)")
});
/// `2024-W10-2`: the second day of a week.
pub(super) static WEEK: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:^|[^\d])((?:19|20)\d\d)-?W([0-5]\d)-?([1-7])(?:[^\d]|$)"));
/// `5.3.24`, all there is.
pub(super) static SHORT_YEAR: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:([^\s\d]+)\s+)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d\d)(?:[\s,]|$)"));
/// The name of a zone after a time: `[Asia/Tokyo]`, ` Asia/Tokyo`.
pub(super) static ZONE: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s?\[?([A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_-]+)+)\]?"));
pub(super) static COMPACT: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:^|[^\d])((?:19|20)\d\d)(\d\d)(\d\d)(?:[-T_ ]?([01]\d|2[0-3])([0-5]\d)([0-5]\d)?)?(?:[^\d]|$)")
});
pub(super) static YEAR_LAST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:^|[^\d])(\d{1,2})([-._/])\s?(\d{1,2})([-._/])\s?((?:1[89]|2[01])\d\d)(?:[^\d]|$)"));
pub(super) static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:^|[^\d])(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?[\s_.-]+(?:of |de |d['’])?([^\s\d,._\[\](){}*:#<>-]{3,})\.?,?[\s_.-]+(?:de |del )?((?:1[89]|2[01])\d\d)(?:[^\d]|$)",
    )
});
pub(super) static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)([^\s\d,._\[\](){}*:#<>-]{3,})\.?[\s_-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s_-]+((?:1[89]|2[01])\d\d)(?:[^\d]|$)",
    )
});
pub(super) static TIME: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^[日일T_\s,]*(?:-\s+)?(?:(?:at|um|à|às|a las|alle|om|kl\.?|klo|o|в|о|saat)\s+)?(?:(?P<before>上午|午前|오전|凌晨|早上)|(?P<after>下午|午後|오후|晚上))?\s?(?P<hour>\d{1,2})(?:[:.\x{2236}\x{ff1a}]|\s?[h時时點点시]\s?)(?P<minute>\d\d)(?:\s?[分분])?(?:[:.\x{2236}\x{ff1a}](?P<second>\d\d))?(?:[.,]\d{1,9})?(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?(?:\s?uhr\b)?",
    )
});
/// An hour alone: `9 pm`, `22 Uhr`. `5 h` may be how long something took.
pub(super) static HOUR: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^[\s,]*(?:-\s+)?(?:(?:at|um|à|às|a las|alle|om|kl\.?)\s+)?(?P<hour>\d{1,2})(?:\s?(?P<half>[ap])(?:m\b|\.\s?m\b\.?)|\s?uhr\b)",
    )
});
/// The end of a time span, which looks like an offset: `-09:15` in `08:30-09:15`.
pub(super) static SPAN: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s?[-\x{2212}]\s?(\d{1,2}):(\d\d)(?:[^\d:]|$)"));
/// As in file names, which contain no colon: `T22-30`, `T22_30_15`, ` 22-30-15`.
pub(super) static DASHED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:T(\d\d)[-_](\d\d)(?:[-_](\d\d))?|[ _](\d\d)[-_](\d\d)[-_](\d\d))(?:[^\d]|$)"));
/// Nothing but a time after a date, as in names of notes: ` 22-30`, ` 2230`, ` 223015`, `-2230`, `-22-30`.
pub(super) static LAST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:[ _]([01]\d|2[0-3])[-_]?([0-5]\d)|-([01]\d|2[0-3])-?([0-5]\d))-?([0-5]\d)?\s*$"));
/// Without a separator: `_1330`, `T133015`.
pub(super) static JOINED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[T_]([01]\d|2[0-3])([0-5]\d)([0-5]\d)?(?:[^\d]|$)"));
pub(super) static OFFSET: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)^\s?(?:(z|utc|gmt)\b)?\s?(?:([-+\x{2212}])(\d{1,2})[:_]?([0-5]\d)?)?"));

/// Zone abbreviations that mean the same offset everywhere, in hours.
pub(super) const SHORT: [(&str, i32); 14] = [
    ("pst", -8),
    ("pdt", -7),
    ("mst", -7),
    ("mdt", -6),
    ("cst", -6),
    ("cdt", -5),
    ("est", -5),
    ("edt", -4),
    ("cet", 1),
    ("mez", 1),
    ("cest", 2),
    ("mesz", 2),
    ("wet", 0),
    ("eet", 2),
];
