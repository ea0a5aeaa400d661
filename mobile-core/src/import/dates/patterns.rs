//! The forms of dates and times as regular expressions, and the names of months.

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
    regex(r"(?:^|[^\d])((?:1[89]|2[01])\d\d)[\s_./-]+([^\s\d,._/-]{3,})\.?[\s_./-]+(\d{1,2})(?:[^\d]|$)")
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
        r"(?i)(?:^|[^\d])(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?[\s_-]+(?:of |de |d')?([^\s\d,._-]{3,})\.?,?[\s_-]+(?:de |del )?((?:1[89]|2[01])\d\d)(?:[^\d]|$)",
    )
});
pub(super) static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)([^\s\d,._-]{3,})\.?[\s_-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s_-]+((?:1[89]|2[01])\d\d)(?:[^\d]|$)")
});
pub(super) static TIME: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^[日일T_\s,]*(?:-\s+)?(?:(?:at|um|à|a las|alle|om)\s+)?(\d{1,2})[:.h\x{2236}\x{ff1a}](\d\d)(?:[:.\x{2236}\x{ff1a}](\d\d))?(?:[.,]\d{1,9})?(?:\s?([ap])\.?m\b\.?)?",
    )
});
/// As in file names, which contain no colon: `T22-30`, `T22_30_15`, ` 22-30-15`.
pub(super) static DASHED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:T(\d\d)[-_](\d\d)(?:[-_](\d\d))?|[ _](\d\d)[-_](\d\d)[-_](\d\d))(?:[^\d]|$)"));
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

/// The names of the months, in the most frequent languages of dated journals.
pub(super) const MONTHS: [&str; 12] = [
    "january januar jänner janvier enero gennaio janeiro januari января styczeń stycznia leden ledna",
    "february februar feber février fevrier febrero febbraio fevereiro februari февраля luty lutego únor února",
    "march märz maerz mrz mars marzo março maart mrt марта marzec marca březen března",
    "april avril abril aprile апреля kwiecień kwietnia duben dubna",
    "may mai mayo maggio maio mei maj мая maja květen května",
    "june juni juin junio giugno junho июня czerwiec czerwca červen června",
    "july juli juillet julio luglio julho июля lipiec lipca červenec července",
    "august août aout agosto augustus augusti августа sierpień sierpnia srpen srpna",
    "september septembre septiembre settembre setembro сентября wrzesień września září",
    "october oktober octobre octubre ottobre outubro октября październik października říjen října",
    "november novembre noviembre novembro ноября listopad listopada",
    "december dezember décembre decembre diciembre dicembre dezembro desember декабря grudzień grudnia prosinec prosince",
];

/// A month by its name or by the beginning of its name.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    // Whole names first: one name may begin another, as `červen` does `červenec`.
    let names = |is: &dyn Fn(&str) -> bool| MONTHS.iter().position(|names| names.split(' ').any(is));
    let found = names(&|name| name == word).or_else(|| names(&|name| name.starts_with(word.as_str())))?;
    Some(found as i8 + 1)
}
